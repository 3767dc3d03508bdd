"""What the content layer adds to Wagtail. Registration only; no logic."""

from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting
from wagtail.snippets.models import register_snippet

from cms.assets.comparison import register_comparisons
from cms.assets.viewsets import AssetListingViewSet, LibraryViewSet
from cms.brand.models import Brand
from cms.dashboards import admin as dashboards_admin
from cms.facts import editor as fact_editor
from cms.facts.viewsets import FactViewSet
from cms.importing import admin as importing_admin
from cms.library import admin as library_admin
from cms.likeness import admin as likeness_admin
from cms.media.views import serve_document
from cms.operations import admin as operations_admin
from cms.recommendations import admin as recommendations_admin
from cms.site.links import register_links
from cms.slides import pictures
from cms.tagging import admin as tagging_admin
from cms.taxonomy.viewsets import TaxonomyViewSetGroup

register_snippet(FactViewSet)
register_snippet(TaxonomyViewSetGroup)
hooks.register("register_admin_viewset", AssetListingViewSet)
hooks.register("register_admin_viewset", LibraryViewSet)
hooks.register("register_rich_text_features", fact_editor.register)
hooks.register("register_rich_text_features", register_links, order=100)
hooks.register("before_serve_document", serve_document, order=1000)
operations_admin.register()
library_admin.register()
likeness_admin.register()
tagging_admin.register()
dashboards_admin.register()
hooks.register("register_image_operations", pictures.operations)
register_setting(Brand, icon="image")
importing_admin.register()
register_comparisons()
recommendations_admin.register()
