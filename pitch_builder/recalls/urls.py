"""Addresses under /admin/recalls/."""

from django.urls import path

from pitch_builder.recalls import views

app_name = "recalls"
urlpatterns = [
    path("<int:pk>/", views.recall, name="recall"),
    path("<slug:subject>/<int:pk>/", views.new, name="new"),
]
