"""Addresses of recommendations, under /admin/recommendations/."""

from __future__ import annotations

from django.urls import path

from cms.recommendations import lists, views

app_name = "recommendations"

urlpatterns = [
    path("", views.weights, name="weights"),
    path("versions/", lists.VersionListView.as_view(), name="versions"),
    path(
        "versions/results/",
        lists.VersionListView.as_view(results_only=True),
        name="versions_results",
    ),
    path("versions/<int:number>/", views.version, name="version"),
    path("versions/<int:number>/restore/", views.restore, name="restore"),
    path("log/", lists.BatchListView.as_view(), name="log"),
    path("log/results/", lists.BatchListView.as_view(results_only=True), name="log_results"),
    path("log/<uuid:pk>/", views.shown_list, name="list"),
    path("like/<int:pk>/", views.like, name="like"),
    path("open/<uuid:batch>/<int:pk>/", views.open_recommended, name="open"),
]
