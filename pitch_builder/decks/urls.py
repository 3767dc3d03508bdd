"""Addresses of the storyboard, under /admin/decks/."""

from django.urls import path

from pitch_builder.decks import changing_views, comparing_views, finding, slide_choosing, views
from pitch_builder.decks.writing import views as writing_views

app_name = "decks"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("choose/", views.choose, name="choose"),
    path("slides/", slide_choosing.choices, name="slide_choices"),
    path("slides/<int:asset>/<slug:block>/", slide_choosing.chosen, name="slide_chosen"),
    path("adding/", finding.adding, name="adding"),
    path("<int:pk>/take/", finding.take, name="take"),
    path("<int:pk>/", views.storyboard, name="storyboard"),
    path("<int:pk>/board/", views.board, name="board"),
    path("<int:pk>/place/", changing_views.place, name="place"),
    path("<int:pk>/do/<slug:name>/", changing_views.act, name="act"),
    path("<int:pk>/add/", changing_views.add, name="add"),
    path("<int:pk>/notes/", changing_views.notes, name="notes"),
    path("<int:pk>/section/<slug:name>/", changing_views.section, name="section"),
    path("<int:pk>/fact/", changing_views.use_fact, name="use_fact"),
    path("<int:pk>/undo/", changing_views.undo, name="undo"),
    path("<int:pk>/redo/", changing_views.redo, name="redo"),
    path("<int:pk>/since/", changing_views.since, name="since"),
    path("<int:pk>/history/", changing_views.history_of, name="history"),
    path("<int:pk>/changes/", comparing_views.changes, name="changes"),
    path("<int:pk>/changes/take/", comparing_views.take_changes, name="take_changes"),
    path("<int:pk>/build/", changing_views.build, name="build"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/suggestions/", views.suggestions, name="suggestions"),
    path("<int:pk>/drawings/", views.panel_drawings, name="drawings"),
    path("<int:pk>/details/", views.details, name="details"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/own/", writing_views.write, name="own_slide_new"),
    path("<int:pk>/own/draft/", writing_views.draft, name="own_slide_draft"),
    path("<int:pk>/own/draft/<int:draft_id>/drop/", writing_views.drop, name="own_slide_drop"),
    path("<int:pk>/own/draft/<int:draft_id>/back/", writing_views.back, name="own_slide_back"),
    path("<int:pk>/own/<int:slide_id>/", writing_views.write, name="own_slide"),
]
