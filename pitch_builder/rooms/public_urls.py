"""Addresses of rooms as prospects see them, under /r/."""

from django.urls import path

from pitch_builder.rooms import (
    landing_views,
    passcode_views,
    privacy_views,
    public_views,
    record_views,
)
from pitch_builder.verification import room_views

app_name = "room"
urlpatterns = [
    path("<str:token>/", public_views.home, name="home"),
    path("<str:token>/a/<int:pk>/", public_views.asset, name="asset"),
    path("<str:token>/a/<int:pk>/send/", landing_views.send, name="send"),
    path("<str:token>/a/<int:pk>/thanks/", landing_views.thanks, name="thanks"),
    path("<str:token>/d/<int:pk>/", public_views.deck, name="deck"),
    path("<str:token>/d/<int:pk>/<int:number>/", public_views.slide, name="slide"),
    path("<str:token>/d/<int:pk>/pdf/", public_views.pdf, name="pdf"),
    path("<str:token>/check/", room_views.check, name="check"),
    path("<str:token>/media/<path:name>", public_views.media, name="media"),
    path("<str:token>/passcode/", passcode_views.give, name="passcode"),
    path("<str:token>/ask/", record_views.ask, name="ask"),
    path("<str:token>/seen/", record_views.seen, name="seen"),
    path("<str:token>/still.gif", record_views.still, name="still"),
    path("<str:token>/recorded/", privacy_views.recorded, name="recorded"),
    path("<str:token>/recorded/stop/", privacy_views.stop, name="stop"),
    path("<str:token>/recorded/resume/", privacy_views.resume, name="resume"),
    path("<str:token>/recorded/data.json", privacy_views.data, name="data"),
    path("<str:token>/recorded/erase/", privacy_views.erase, name="erase"),
]
