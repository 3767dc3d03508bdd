"""All models of the app, by name; each stands in the package of its subject."""

from pitch_builder.builds.keys import SigningKey  # noqa: F401
from pitch_builder.builds.models import Build, BuildRevision, BuildUse  # noqa: F401
from pitch_builder.decks.history.models import DeckChange  # noqa: F401
from pitch_builder.decks.models import Deck, DeckSlide  # noqa: F401
from pitch_builder.decks.outlines import (  # noqa: F401
    DeckTemplate,
    TemplateSection,
    TemplateSlide,
)
from pitch_builder.decks.writing.models import SlideDraft  # noqa: F401
from pitch_builder.exports.models import Export  # noqa: F401
from pitch_builder.recalls.models import Recall  # noqa: F401
from pitch_builder.rooms.models import Room, RoomItem, RoomLink, Visit  # noqa: F401
from pitch_builder.teamwork.models import DeckApproval, DeckComment, DeckShare  # noqa: F401
from pitch_builder.verification.models import IssuedCopy, RetiredBuild  # noqa: F401
