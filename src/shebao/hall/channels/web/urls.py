"""Addresses of the portal: column, item or list, act or number; never a fourth part (6.1.3c)."""

from django.urls import path, register_converter

from shebao.hall.channels.web import (
    account,
    agreeing,
    booking,
    cases,
    certifying,
    elsewhere,
    estimate,
    handlers,
    handling,
    home,
    leaving,
    looks,
    mandates,
    means,
    messages,
    mydata,
    pages,
    papers,
    programs,
    proving,
    registering,
    resetting,
    rights,
    safety,
    services,
    signing,
    trail,
    units,
    verifying,
    ways,
    wishing,
)
from shebao.hall.channels.web.oauth import pages as allowing
from shebao.hall.kit.preferences import save_preferences


class Number:
    """A public number of a case, a paper or a file: capitals and digits, no longer than stored."""

    regex = "[A-Za-z0-9-]{4,32}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class RowNumber(Number):
    """A row number that every database can hold."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        """The number."""
        return int(value)


register_converter(Number, "number")
register_converter(RowNumber, "row")
app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("p/", services.services, name="services"),
    path("p/<slug:slug>/", services.service, name="item"),
    path("p/<slug:slug>/do/", handling.handle, name="handle"),
    path("p/<slug:slug>/draft/", handling.draft, name="draft"),
    path("e/", services.employer_services, name="employer"),
    path("search/", services.search, name="search"),
    path("my/", account.overview, name="mine"),
    path("my/rights/", rights.rights, name="rights"),
    path("my/estimate/", estimate.estimate, name="estimate"),
    path("my/cases/", cases.my_cases, name="cases"),
    path("my/cases/<number:number>/", cases.case, name="case"),
    path("my/cases/<number:number>/ways/", ways.ways, name="case-ways"),
    path("my/upload/<number:number>/", cases.upload, name="upload"),
    path("my/docs/", papers.wallet, name="docs"),
    path("my/docs/<number:number>/", papers.paper, name="doc"),
    path("my/docs/<number:number>/file/", papers.paper_file, name="doc-file"),
    path("my/msg/", messages.inbox, name="messages"),
    path("my/msg/wishes/", wishing.wishes, name="wishes"),
    path("my/msg/<row:pk>/", messages.message, name="message"),
    path("my/access/", looks.looks, name="access"),
    path("my/access/<row:number>/", looks.look, name="look"),
    path("my/access/<row:number>/proof/", looks.proof, name="proof"),
    path("my/data/", mydata.my_data, name="data"),
    path("my/account/", account.account, name="account"),
    path("book/", booking.services, name="book"),
    path("book/<slug:slug>/", booking.places, name="book-where"),
    path("book/<slug:slug>/<slug:code>/", booking.times, name="book-when"),
    path("my/bookings/", booking.mine, name="bookings"),
    path("my/bookings/<number:number>/", booking.booking, name="booking"),
    path("my/bookings/<number:number>/change/", booking.changing, name="booking-change"),
    path("my/bookings/<number:number>/calendar/", booking.calendar, name="booking-calendar"),
    path("agree/", agreeing.agree, name="agree"),
    path("my/agreements/", agreeing.agreed, name="agreements"),
    path("terms/<slug:key>/<slug:version>/", agreeing.text, name="agreement"),
    path("my/mandates/", mandates.mandates, name="mandates"),
    path("my/mandates/new/", mandates.giving, name="mandate-new"),
    path("my/handlers/", handlers.handlers, name="handlers"),
    path("my/acting/", account.acting, name="acting"),
    path("my/account/password/", safety.password, name="password"),
    path("my/account/mobile/", safety.mobile, name="mobile"),
    path("my/account/ways/", means.ways, name="ways"),
    path("my/account/log/", safety.log, name="log"),
    path("my/account/seats/", safety.seats, name="seats"),
    path("my/account/programs/", programs.programs, name="programs"),
    path("my/account/closing/", leaving.closing, name="closing"),
    path("my/account/shutting/", safety.shutting, name="shutting"),
    path("login/", signing.sign_in, name="sign-in"),
    path("login/passkey/", proving.passkey_options, name="passkey-options"),
    path("login/certificate/", certifying.certificate, name="certificate"),
    path("login/with/<slug:code>/", elsewhere.start, name="elsewhere"),
    path("login/back/", elsewhere.back, name="back"),
    path("oauth/authorize/", allowing.authorize, name="authorize"),
    path("oauth/device/", allowing.device, name="authorize-device"),
    path("register/", registering.register, name="register"),
    path("register/employer/", units.register, name="register-employer"),
    path("reset/", resetting.reset, name="reset"),
    path("logout/", signing.sign_out, name="sign-out"),
    path("verify/", verifying.verify, name="verify"),
    path("offices/", pages.offices, name="offices"),
    path("open/", pages.openness, name="open"),
    path("open/authorities/", pages.authorities, name="authorities"),
    path("open/trail/", trail.trail, name="trail"),
    path("ask/", pages.asking, name="ask"),
    path("ask/complaint/", pages.asking, {"kind": "complaint"}, name="complaint"),
    path("help/", pages.help_page, name="help"),
    path("terms/", pages.terms, name="terms"),
    path("agreement/", pages.terms, name="agreement"),
    path("a11y/", pages.accessibility, name="a11y"),
    path("preferences/", save_preferences, name="preferences"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
