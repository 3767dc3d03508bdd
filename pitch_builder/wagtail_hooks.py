"""What the pitch builder adds to Wagtail. Registration only; no logic."""

from pitch_builder.briefs import admin as briefs_admin
from pitch_builder.dashboards import admin as dashboards_admin
from pitch_builder.decks import admin as decks_admin
from pitch_builder.exports import admin as exports_admin
from pitch_builder.recalls import admin as recalls_admin
from pitch_builder.rooms import admin as rooms_admin

decks_admin.register()
briefs_admin.register()
dashboards_admin.register()
exports_admin.register()
rooms_admin.register()
recalls_admin.register()
