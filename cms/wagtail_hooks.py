"""What the content layer adds to Wagtail. Registration only; the code stands in the modules named."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.facts import editor as fact_editor
from cms.facts.viewsets import FactViewSet
from cms.operations import admin as operations_admin

register_snippet(FactViewSet)
hooks.register("register_rich_text_features", fact_editor.register)
operations_admin.register()
