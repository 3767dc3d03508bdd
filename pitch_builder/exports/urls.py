"""Addresses of a deck's downloads, under /admin/deck/."""

from django.urls import path

from pitch_builder.exports import views

app_name = "exports"
urlpatterns = [
    path("<int:pk>/downloads/", views.downloads, name="downloads"),
    path("builds/<uuid:build>/images/", views.images, name="images"),
    path("builds/<uuid:build>/images/<int:width>/<int:number>.png", views.image, name="image"),
    path("builds/<uuid:build>/typefaces/", views.typefaces, name="typefaces"),
    path("builds/<uuid:build>/<slug:kind>/make/", views.make, name="make"),
    path("builds/<uuid:build>/<slug:kind>/file/", views.file, name="file"),
]
