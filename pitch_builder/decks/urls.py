"""Addresses of the storyboard, under /admin/decks/."""

from django.urls import path

from pitch_builder.decks import change_views, finding, own_slide_views, slide_choosing, views

app_name = "decks"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("choose/", views.choose, name="choose"),
    path("slides/", slide_choosing.choices, name="slide_choices"),
    path("slides/<int:asset>/<slug:block>/", slide_choosing.chosen, name="slide_chosen"),
    path("adding/", finding.adding, name="adding"),
    path("<int:pk>/take/", finding.take, name="take"),
    path("<int:pk>/untake/", finding.untake, name="untake"),
    path("<int:pk>/", views.storyboard, name="storyboard"),
    path("<int:pk>/board/", views.board, name="board"),
    path("<int:pk>/arrange/", views.arrange, name="arrange"),
    path("<int:pk>/add/", views.add, name="add"),
    path("<int:pk>/slides/<int:slide_id>/move/<slug:by>/", views.move, name="move"),
    path("<int:pk>/slides/<int:slide_id>/remove/", views.remove, name="remove"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/changes/", change_views.changes, name="changes"),
    path("<int:pk>/changes/take/", change_views.take_changes, name="take_changes"),
    path("<int:pk>/build/", views.build, name="build"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/suggestions/", views.suggestions, name="suggestions"),
    path("<int:pk>/details/", views.details, name="details"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/own/", own_slide_views.own_slide, name="own_slide_new"),
    path("<int:pk>/own/<int:slide_id>/", own_slide_views.own_slide, name="own_slide"),
]
