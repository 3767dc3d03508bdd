"""All errors that services of this app raise on purpose; each message is fit to be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class PersonasError(Exception):
    """Base of this app's errors."""

    message = _("That could not be done.")

    def __init__(self, message: object | None = None) -> None:
        super().__init__(str(message if message is not None else self.message))


class AppendOnlyError(PersonasError):
    message = _("What a prospect did is recorded once and never changed or deleted.")


class UnknownFieldError(PersonasError):
    message = _("A prospect has no such field, or a form may not set it.")


class ChangeDecidedError(PersonasError):
    message = _("This change has been decided already.")


class ChangeRefusedError(PersonasError):
    message = _("The proposed value cannot be taken.")


class ErasedProspectError(PersonasError):
    message = _("This prospect has been erased.")


class NotAllowedError(PersonasError):
    message = _("You may not do that.")


class DealStateError(PersonasError):
    message = _("This deal is closed already.")


class DealPeopleError(PersonasError):
    message = _("Only people of the deal’s account can be involved in it.")


class CsvError(PersonasError):
    """A file that cannot be read as a whole; bad rows are reported row by row instead."""

    message = _("This file cannot be read as a table.")
