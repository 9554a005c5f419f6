"""Every address of a kiosk; none of them holds anything of a person."""

from django.urls import path

from shebao.hall.channels.kiosk import (
    asking,
    ending,
    helping,
    home,
    phone,
    printing,
    queueing,
    setting,
)

app_name = "kiosk"
urlpatterns = [
    path("", home.home, name="home"),
    path("setting/", setting.setting, name="setting"),
    path("phone/", phone.phone, name="phone"),
    path("card/", home.card, name="card"),
    path("look/", home.look, name="look"),
    path("still/", ending.still, name="still"),
    path("end/", ending.end, name="end"),
    path("help/", helping.call, name="help"),
    path("onward/<slug:slug>/", helping.onward, name="onward"),
    path("queue/", queueing.queue, name="queue"),
    path("board/", queueing.board, name="board"),
    path("printed/", printing.printed, name="printed"),
    path("do/<slug:slug>/", asking.ask, name="ask"),
]
