"""What programs call, below ``/api/oauth/``."""

from django.urls import path

from shebao.hall.channels.web.oauth import machines

app_name = "oauth"
urlpatterns = [
    path("token/", machines.token, name="token"),
    path("device/", machines.device, name="device"),
    path("revoke/", machines.revoke, name="revoke"),
    path("userinfo/", machines.userinfo, name="userinfo"),
    path("keys/", machines.keys, name="keys"),
]
