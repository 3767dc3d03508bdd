"""What the people app adds to Wagtail. Registration only; the code stands in the modules named."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from personas.accounts.viewsets import AccountChooserViewSet
from personas.admin_css import icons, stylesheet
from personas.deals.history import log_actions
from personas.deals.viewsets import DealChooserViewSet
from personas.prospects.viewsets import ProspectChooserViewSet
from personas.team.panels import contact_card_panel
from personas.viewsets import PeopleViewSetGroup

register_snippet(PeopleViewSetGroup)
hooks.register("register_admin_viewset", lambda: AccountChooserViewSet())
hooks.register("register_admin_viewset", lambda: ProspectChooserViewSet())
hooks.register("register_admin_viewset", lambda: DealChooserViewSet())
hooks.register("register_icons", icons)
hooks.register("register_log_actions", log_actions)
hooks.register("insert_global_admin_css", stylesheet)
hooks.register("register_account_settings_panel", contact_card_panel)
