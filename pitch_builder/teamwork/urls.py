"""Addresses of the team's page, under /admin/deck/<pk>/team/."""

from django.urls import path

from pitch_builder.teamwork import views

app_name = "teamwork"
urlpatterns = [
    path("<int:pk>/team/", views.team, name="team"),
    path("<int:pk>/team/comment/", views.comment, name="comment"),
    path("<int:pk>/team/comment/<int:comment_id>/", views.change_comment, name="change_comment"),
    path("<int:pk>/team/share/", views.share, name="share"),
    path("<int:pk>/team/share/<int:user_id>/", views.unshare, name="unshare"),
    path("<int:pk>/team/owner/", views.hand_over, name="hand_over"),
    path("<int:pk>/team/approval/<int:approval_id>/", views.decide, name="decide"),
]
