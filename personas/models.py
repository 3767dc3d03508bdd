from personas.accounts.models import Account
from personas.deals.models import Deal
from personas.engagement.models import Engagement
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects.models import ProposedChange, Prospect
from personas.team.models import ContactCard

__all__ = [
    "Account",
    "ContactCard",
    "Deal",
    "Engagement",
    "JourneyStage",
    "Persona",
    "ProposedChange",
    "Prospect",
]
