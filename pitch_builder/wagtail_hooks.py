"""What the pitch builder adds to Wagtail. Registration only; the code stands in the modules named."""

from pitch_builder.decks import admin as decks_admin

decks_admin.register()
