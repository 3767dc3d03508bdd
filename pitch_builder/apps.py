from django.apps import AppConfig


class PitchBuilderConfig(AppConfig):
    name = "pitch_builder"
    verbose_name = "Pitch builder"
