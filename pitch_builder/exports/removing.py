"""The files of exports go with their build."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from pitch_builder.builds.files import remove_on_commit
from pitch_builder.builds.models import Build
from pitch_builder.exports.enums import ExportKind
from pitch_builder.exports.files import WIDTHS, image_name


def on_build_deleted(sender: Any, instance: Build, **kwargs: Any) -> None:
    """Delete what was made of a build, once the build is gone for certain."""
    names: list[str] = []
    for export in instance.exports.all():
        if export.kind == ExportKind.IMAGES:
            numbers = range(1, instance.pages + 1)
            names += [image_name(instance.pk, width, n) for width in WIDTHS for n in numbers]
        elif export.file:
            names.append(export.file)
    remove_on_commit(names)


def connect() -> None:
    """Called once, when the app is ready."""
    pre_delete.connect(on_build_deleted, sender=Build, dispatch_uid="exports-removed")
