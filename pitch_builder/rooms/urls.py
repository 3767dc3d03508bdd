"""Addresses of a room's page in the admin, under /admin/room/."""

from django.urls import path

from pitch_builder.rooms import item_views, link_views, views

app_name = "rooms"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("choose/", item_views.choose, name="choose"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/visits/", views.visits, name="visits"),
    path("<int:pk>/details/", views.details, name="details"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/find/", item_views.find_items, name="find"),
    path("<int:pk>/add/", item_views.add, name="add"),
    path("<int:pk>/items/<int:item>/remove/", item_views.remove, name="remove"),
    path("<int:pk>/items/<int:item>/move/<slug:by>/", item_views.move, name="move"),
    path("<int:pk>/restore/", item_views.restore, name="restore"),
    path("<int:pk>/links/", link_views.add_person, name="add_person"),
    path("<int:pk>/colleague/", link_views.colleague, name="colleague"),
    path("links/<int:link>/preview/", link_views.preview, name="preview_as"),
    path("links/<int:link>/mail/", link_views.letter, name="letter"),
    path("links/<int:link>/revoke/", link_views.revoke, name="revoke"),
    path("links/<int:link>/reopen/", link_views.reopen, name="reopen"),
    path("links/<int:link>/extend/", link_views.extend, name="extend"),
    path("links/<int:link>/passcode/", link_views.passcode, name="passcode"),
    path("links/<int:link>/download/", link_views.download, name="download"),
]
