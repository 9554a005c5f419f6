"""Every address of the hall: one line per channel, and the two questions machines ask."""

from django.conf import settings
from django.urls import include, path

from shebao.hall.channels.desk.played import codes
from shebao.hall.channels.web.oauth.machines import discovery
from shebao.hall.channels.web.phone import phone
from shebao.hall.channels.web.played import played
from shebao.hall.channels.web.played_key import played_key
from shebao.hall.config import health
from shebao.hall.kit.gallery import gallery

handler400 = "shebao.hall.config.errors.bad_request"
handler403 = "shebao.hall.config.errors.not_yours"
handler404 = "shebao.hall.config.errors.not_there"
handler500 = "shebao.hall.config.errors.our_fault"

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path(".well-known/openid-configuration", discovery),
    path("api/oauth/", include("shebao.hall.channels.web.oauth.urls")),
    path("api/v1/", include("shebao.hall.channels.api.urls")),
    path("desk/", include("shebao.hall.channels.desk.urls")),
    path("kiosk/", include("shebao.hall.channels.kiosk.urls")),
    path("manage/", include("shebao.hall.channels.manage.urls")),
    path("", include("shebao.hall.channels.web.urls")),
]
if settings.SHEBAO_MODE != "production":
    urlpatterns.insert(0, path("dev/ui/", gallery))
    urlpatterns.insert(0, path("dev/phone/", phone))
    urlpatterns.insert(0, path("dev/codes/", codes))
    urlpatterns.insert(0, path("dev/identity/", played))
    urlpatterns.insert(0, path("dev/certificate/", played_key))
