from django.db import models
from django.utils.translation import gettext_lazy as _


class BuyingAuthority(models.TextChoices):
    """The part that a persona plays when a purchase is decided."""

    DECIDES = "decides", _("Decides")
    APPROVES_BUDGET = "approves_budget", _("Approves the budget")
    INFLUENCES = "influences", _("Influences the decision")
    USES = "uses", _("Will use it")
    GUARDS = "guards", _("Can stop it")
