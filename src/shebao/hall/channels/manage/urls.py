"""Every address of those who run the system."""

from django.urls import path

from shebao.hall.channels.manage import dashboard, items, postings, trail, users

app_name = "manage"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("postings/", postings.postings, name="postings"),
    path("postings/replaying/", postings.replaying, name="replaying"),
    path("items/", items.items, name="items"),
    path("items/<slug:slug>/withdrawal/", items.withdrawal, name="withdrawal"),
    path("items/<slug:slug>/offer/", items.offer, name="offer"),
    path("audit/", trail.audit, name="audit"),
    path("audit/<slug:number>/", trail.replay, name="replay"),
    path("users/", users.users, name="users"),
    path("users/<slug:number>/unlocking/", users.unlocking, name="unlocking"),
]
