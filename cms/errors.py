"""The errors that services of `cms` raise; views turn them into messages."""


class ContentError(Exception):
    """Base of all errors of the content layer. The text may be shown to the user."""


class NotAllowed(ContentError):
    """The acting user lacks the right."""


class FactUnavailable(ContentError):
    """A fact is expired, unpublished or deleted where a live value is required."""
