from cms.operations.models import Job, Notification, OutgoingMail, WorkerBeat  # noqa: F401
