"""Listens for what answers questions."""

from __future__ import annotations


def connect() -> None:
    """Called once, when the app is ready."""
    from wagtail.signals import page_published

    from cms.library.questions import on_published

    page_published.connect(on_published, dispatch_uid="questions-published")
