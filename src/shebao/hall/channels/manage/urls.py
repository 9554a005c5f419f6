"""Every address of those who run the system."""

from django.urls import path

from shebao.hall.channels.manage import (
    authorities,
    centres,
    dashboard,
    items,
    messages,
    partners,
    postings,
    staff,
    terminals,
    trail,
    users,
)

app_name = "manage"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("postings/", postings.postings, name="postings"),
    path("postings/replaying/", postings.replaying, name="replaying"),
    path("centres/", centres.manage_centres, name="centres"),
    path("messages/", messages.messages, name="messages"),
    path("items/", items.items, name="items"),
    path("items/<slug:slug>/withdrawal/", items.withdrawal, name="withdrawal"),
    path("items/<slug:slug>/offer/", items.offer, name="offer"),
    path("terminals/", terminals.kiosks, name="terminals"),
    path("terminals/<slug:number>/ending/", terminals.ending, name="terminal-ending"),
    path("audit/", trail.audit, name="audit"),
    path("audit/<slug:number>/", trail.replay, name="replay"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("staff/<slug:number>/", staff.staff_member, name="staff-member"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("partners/", partners.partners, name="partners"),
    path("alarms/", staff.alarms, name="alarms"),
    path("users/", users.users, name="users"),
    path("users/<slug:number>/unlocking/", users.unlocking, name="unlocking"),
]
