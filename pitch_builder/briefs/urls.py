"""Addresses of briefs, under /admin/."""

from django.urls import path

from pitch_builder.briefs import replacing_views, views

app_name = "briefs"
urlpatterns = [
    path("brief/", views.brief, name="brief"),
    path("deck/<int:pk>/slides/<int:slide_id>/others/", views.others, name="others"),
    path("deck/<int:pk>/slides/<int:slide_id>/swap/", views.swap, name="swap"),
    path(
        "deck/<int:pk>/slides/<int:slide_id>/replacement/",
        replacing_views.replacement,
        name="replacement",
    ),
    path("deck/<int:pk>/slides/<int:slide_id>/replace/", replacing_views.replace, name="replace"),
]
