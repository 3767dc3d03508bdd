"""All models of the app, by name; each stands in the package of its subject."""

from cms.facts.models import Fact  # noqa: F401
from cms.operations.models import Job, Notification, OutgoingMail, WorkerBeat  # noqa: F401
from cms.taxonomy.models import Industry, Product  # noqa: F401
