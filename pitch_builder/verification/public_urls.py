"""Addresses under /v/, as they are printed: without a slash at the end."""

from django.urls import path

from pitch_builder.verification import public_views

app_name = "verification"
urlpatterns = [
    path("", public_views.start, name="start"),
    path("<str:code>", public_views.code, name="code"),
    path("<str:code>/", public_views.code),
    path("<str:code>/<int:number>", public_views.code, name="slide"),
    path("<str:code>/<int:number>/", public_views.code),
]
