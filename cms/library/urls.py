"""Addresses of Find content, under /admin/find/."""

from django.urls import path

from cms.library import views

app_name = "library"
urlpatterns = [
    path("", views.find_content, name="find"),
    path("ask/", views.ask, name="ask"),
    path("slides/<int:pk>/", views.slides, name="slides"),
]
