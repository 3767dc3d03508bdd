"""Addresses of briefs, under /admin/."""

from django.urls import path

from pitch_builder.briefs import views

app_name = "briefs"
urlpatterns = [
    path("brief/", views.brief, name="brief"),
    path("deck/<int:pk>/slides/<int:slide_id>/others/", views.others, name="others"),
    path("deck/<int:pk>/slides/<int:slide_id>/swap/", views.swap, name="swap"),
]
