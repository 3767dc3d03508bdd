from django.apps import AppConfig


class PitchBuilderConfig(AppConfig):
    name = "pitch_builder"
    verbose_name = "Pitch builder"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from pitch_builder import permissions
        from pitch_builder.builds import listening
        from pitch_builder.decks.models import Deck
        from pitch_builder.decks.outlines import DeckTemplate
        from pitch_builder.exports import removing
        from pitch_builder.rooms import privacy
        from pitch_builder.rooms.models import Room
        from pitch_builder.verification import retiring

        for model in (Deck, DeckTemplate, Room):
            ReferenceIndex.register_model(model)
        listening.connect()
        retiring.connect()
        removing.connect()
        privacy.register()
        permissions.declare_permissions()
        permissions.register_policies()
