"""Addresses of Find content, under /admin/find/."""

from django.urls import path

from cms.library import own_views, question_views, views
from cms.library.question_views import QuestionListView

app_name = "library"
urlpatterns = [
    path("", views.find_content, name="find"),
    path("ask/", views.ask, name="ask"),
    path("slides/<int:pk>/", views.slides, name="slides"),
    path("suggestions/", own_views.suggestions, name="suggestions"),
    path("looked/", own_views.looked, name="looked"),
    path("forget/", own_views.forget, name="forget"),
    path("saved/", own_views.saved_searches, name="saved"),
    path("saved/add/", own_views.save, name="save"),
    path("saved/<int:pk>/", own_views.change, name="saved_change"),
    path("unanswered/", QuestionListView.as_view(), name="questions"),
    path(
        "unanswered/results/",
        QuestionListView.as_view(results_only=True),
        name="questions_results",
    ),
    path("unanswered/<int:pk>/write/", question_views.write, name="question_write"),
    path("unanswered/<int:pk>/set-aside/", question_views.set_aside, name="question_set_aside"),
]
