"""What happens when a build is deleted, with its deck or because a reader asks to be forgotten.

Its files go, and all that says what it held. That it was, stays: whoever has a copy learns that
it is withdrawn.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from pitch_builder.builds import archive
from pitch_builder.builds.files import remove_on_commit
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.verification.issuing import copy_name
from pitch_builder.verification.models import IssuedCopy, RetiredBuild


def on_build_deleted(sender: Any, instance: Build, **kwargs: Any) -> None:
    """Remember a build that is about to go, and delete its files once it is gone for certain."""
    names = [file.name for file in (instance.pdf, instance.html) if file]
    links = instance.copies.exclude(link=None).values_list("link", flat=True)
    names += [copy_name(instance, link) for link in links]
    if instance.state == BuildState.BUILT:
        RetiredBuild.objects.get_or_create(
            build=instance.pk,
            defaults={
                "code": instance.code,
                "sha256": instance.pdf_sha256,
                "built_at": instance.built_at,
                "pages": instance.pages,
            },
        )
        printed_from = instance.manifest.printed_from
        if printed_from is not None:
            # These are this build's alone, and hold every word of it.
            own = (printed_from.forme, printed_from.shapes)
            names += [archive.name_of(digest) for digest in own if digest]
    remove_on_commit(names)


def forget_copies(links: Any) -> None:
    """Delete the copies that name the readers of these links; their hashes stay on record, so
    that what was handed out still verifies."""
    copies = IssuedCopy.objects.filter(link__in=links).select_related("build")
    names = [copy_name(copy.build, copy.link_id) for copy in copies]
    copies.update(link=None)
    remove_on_commit(names)


def connect() -> None:
    """Called once, when the app is ready."""
    pre_delete.connect(on_build_deleted, sender=Build, dispatch_uid="build-retired")
