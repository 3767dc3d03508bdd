"""Errors of slides. Each names the slide by its number, from 1."""

from __future__ import annotations

from django.utils.translation import gettext as _


class SlideError(Exception):
    """A slide cannot be drawn or printed as it is."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.message = message


class SlideDoesNotFit(SlideError):
    """A text is too long at its smallest size.

    `frame` names the part of the slide, `excess` is in mm, `words` about how many are too many.
    """

    def __init__(self, number: int, frame: str, excess: float, words: int) -> None:
        message = _(
            "Slide %(number)d is too long: “%(frame)s” is %(excess).0f mm too tall or wide, "
            "about %(words)d words."
        ) % {"number": number, "frame": frame, "excess": max(excess, 1), "words": words}
        super().__init__(number, message)
        self.frame = frame
        self.excess = excess
        self.words = words


class MissingGlyphs(SlideError):
    """The theme's fonts have no drawing for some characters."""

    def __init__(self, number: int, characters: str) -> None:
        message = _("Slide %(number)d has characters that its fonts cannot draw: %(list)s") % {
            "number": number,
            "list": " ".join(characters),
        }
        super().__init__(number, message)
        self.characters = characters


class PictureUnavailable(SlideError):
    """A picture or file that a slide names cannot be read."""


class RenderingFault(SlideError):
    """The PDF engine reported a fault; a defect of a layout, never of the content."""
