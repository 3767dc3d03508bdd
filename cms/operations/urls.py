"""Addresses of operations' screens, below the admin's own."""

from __future__ import annotations

from django.urls import path

from cms.operations import job_views, mail_views, notification_views

app_name = "operations"

urlpatterns = [
    path("jobs/", job_views.JobListView.as_view(), name="jobs"),
    path("jobs/results/", job_views.JobListView.as_view(results_only=True), name="jobs_results"),
    path("jobs/<int:pk>/", job_views.job, name="job"),
    path("jobs/<int:pk>/progress/", job_views.progress, name="job_progress"),
    path("jobs/<int:pk>/stop/", job_views.stop, name="job_stop"),
    path("mail/", mail_views.MailListView.as_view(), name="mails"),
    path(
        "mail/results/", mail_views.MailListView.as_view(results_only=True), name="mails_results"
    ),
    path("mail/<int:pk>/", mail_views.mail, name="mail"),
    path("mail/<int:pk>/html/", mail_views.mail_html, name="mail_html"),
    path("mail/<int:pk>/again/", mail_views.try_again, name="mail_again"),
    path("notifications/", notification_views.notifications, name="notifications"),
    path("notifications/count/", notification_views.count, name="notifications_count"),
    path("notifications/read/", notification_views.read, name="notifications_read"),
    path("notifications/<int:pk>/", notification_views.follow, name="notification"),
    path("notifications/<int:pk>/read/", notification_views.read, name="notification_read"),
]
