"""All models of the app, by name; each stands in the package of its subject."""

from cms.assets.kinds import (  # noqa: F401
    Article,
    CaseStudy,
    Comparison,
    EBook,
    LandingPage,
    ProductSheet,
    Video,
)
from cms.assets.models import Asset  # noqa: F401
from cms.brand.models import Brand, BrandVersion  # noqa: F401
from cms.facts.models import Fact  # noqa: F401
from cms.importing.models import ImportedAsset, ImportRun  # noqa: F401
from cms.library.models import Asking, Question, SavedSearch  # noqa: F401
from cms.likeness.models import AssetSketch, NearPair  # noqa: F401
from cms.operations.models import Job, Notification, OutgoingMail, WorkerBeat  # noqa: F401
from cms.recommendations.models import (  # noqa: F401
    RecommendationBatch,
    RecommendationItem,
    RecommendationOutcome,
    RecommendationWeights,
)
from cms.site.models import HomePage, LibraryPage, TextPage  # noqa: F401
from cms.tagging.models import TagSuggestion  # noqa: F401
from cms.taxonomy.models import Industry, Product  # noqa: F401
