"""What can go wrong in operations."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _


class OperationsError(Exception):
    """Base of all errors raised by operations; its text is for people."""


class UnknownJobKindError(OperationsError):
    """A job was started, or found in the database, whose kind no handler is registered for."""

    def __init__(self, kind: str) -> None:
        super().__init__(_("No part of Tandem knows how to do “%(kind)s”.") % {"kind": kind})


class JobError(OperationsError):
    """A handler says, in words for the job's owner, why its work cannot be done.

    Trying again does not help: the job fails with this text, without a traceback.
    """


class TryAgainLaterError(OperationsError):
    """A handler says that the same work may succeed after a while."""

    def __init__(self, reason: str, after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(reason)
        self.after = after


class MailDeliveryError(OperationsError):
    """A mail could not be handed to the mail server.

    `permanent` is True where trying again cannot help, as with an unknown receiver.
    """

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class JobInterrupted(BaseException):
    """Ends a handler whose job was stopped, or was taken up by another worker.

    Like KeyboardInterrupt it is no Exception, so that a handler that reports bad items
    and goes on with the rest does not take it for one of those.
    """
