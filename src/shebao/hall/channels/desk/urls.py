"""Every address of the desk; acts are nouns that are posted to."""

from django.urls import path

from shebao.hall.channels.desk import (
    account,
    bookings,
    case,
    deciding,
    enrolling,
    guardians,
    handlers,
    joinings,
    mine,
    queue,
    returning,
    second,
    signing,
    worklist,
)

app_name = "desk"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("sign-in/", signing.enter, name="sign-in"),
    path("passkey/", second.passkey_options, name="passkey-options"),
    path("enrol/", enrolling.enrol, name="enrol"),
    path("sign-out/", signing.leave, name="sign-out"),
    path("keys/", mine.keys, name="keys"),
    path("me/", mine.me, name="me"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("joinings/", joinings.joinings, name="joinings"),
    path("guardians/", guardians.guardians, name="guardians"),
    path("account/", account.account, name="account"),
    path("queue/", queue.queue, name="queue"),
    path("handlers/", handlers.handlers, name="handlers"),
    path("material/<slug:upload>/", case.material, name="material"),
    path("case/<slug:number>/", case.case_page, name="case"),
    path("case/<slug:number>/showing/", case.showing, name="showing"),
    path("case/<slug:number>/taking/", case.taking, name="taking"),
    path("case/<slug:number>/passing/", deciding.passing, name="passing"),
    path("case/<slug:number>/handover/", deciding.handover, name="handover"),
    path("case/<slug:number>/supplement/", returning.supplement, name="supplement"),
    path("case/<slug:number>/refusal/", returning.refusal, name="refusal"),
]
