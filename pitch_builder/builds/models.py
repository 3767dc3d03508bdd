"""Build: one rendered, immutable snapshot of a deck: PDF, HTML slides, manifest."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from pitch_builder.builds.manifest import Manifest
from pitch_builder.enums import Freshness


class BuildState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    BUILDING = "building", _("Building")
    BUILT = "built", _("Built")
    FAILED = "failed", _("Not built")


class BuildQuerySet(models.QuerySet["Build"]):
    def built(self) -> Self:
        return self.filter(state=BuildState.BUILT)

    def released(self) -> Self:
        """Built and shown in rooms; the newest of a deck is the one that is shown."""
        return self.built().exclude(released_at=None)

    def unfinished(self) -> Self:
        return self.filter(state__in=[BuildState.WAITING, BuildState.BUILDING])

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def with_shown(self) -> Self:
        """With `shown_build`, the id of the build that rooms show of the same deck."""
        of_deck = Build.objects.released().filter(deck=models.OuterRef("deck"))
        return self.annotate(shown_build=models.Subquery(of_deck.newest_first().values("pk")[:1]))


# Without letters and digits that are taken for one another.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10  # 49 bits: nobody finds one by trying


def new_code() -> str:
    """Return a short name that stands in printed addresses."""
    return "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))


def pdf_path(build: Build, filename: str) -> str:
    return f"builds/{build.pk}/{filename}"


class Build(models.Model):
    """What a deck was at one moment. Files and manifest never change once it is built."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deck = models.ForeignKey("pitch_builder.Deck", on_delete=models.CASCADE, related_name="builds")
    number = models.PositiveIntegerField(_("number"))
    # Empty for builds that were made before there was a page to verify them.
    code = models.CharField(max_length=CODE_LENGTH, unique=True, null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=BuildState.choices, default=BuildState.WAITING
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(max_length=200, blank=True)
    # Why `requested_by` let the gate's findings pass; empty where they did not.
    override = models.CharField(max_length=300, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    built_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    pdf = models.FileField(upload_to=pdf_path, blank=True, max_length=255)
    html = models.FileField(upload_to=pdf_path, blank=True, max_length=255)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    # Signed: `manifest.json` in the PDF holds the very same.
    manifest_data = models.JSONField(default=dict)
    deck_version = models.PositiveIntegerField(default=0)
    # How it compared with what is approved when that was last looked at, since when each slide's
    # reasons hold, and which state its deck's owner was told of.
    freshness = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in Freshness],
        default=Freshness.CURRENT.value,
        db_default=Freshness.CURRENT.value,
    )
    noticed = models.JSONField(null=True, editable=False)
    told = models.CharField(max_length=10, blank=True, default="", db_default="")
    error = models.TextField(blank=True)
    findings = models.JSONField(default=list)

    objects: ClassVar[Any] = BuildQuerySet.as_manager()

    class Meta:
        verbose_name = _("build")
        verbose_name_plural = _("builds")
        ordering = ["-created_at"]
        permissions = [("override_gate", "Can build a deck with findings of the gate")]
        constraints = [
            models.UniqueConstraint(fields=["deck", "number"], name="build_number_per_deck")
        ]

    def __str__(self) -> str:
        return f"{self.deck} · {self.number}"

    @property
    def manifest(self) -> Manifest:
        return Manifest.from_json(self.manifest_data)

    @property
    def was_stopped(self) -> bool:
        """Not built because of slides that may not be shown: `findings` has a line for each."""
        return self.state == BuildState.FAILED and self.findings not in ([], [self.error])

    @property
    def filename(self) -> str:
        """What the PDF is called on the reader's disk."""
        from django.utils.text import slugify

        title = self.manifest.deck_title if self.manifest_data else self.deck.shown_title
        return f"{slugify(title)[:60] or 'deck'}.pdf"


def keep_from_purging(collector: Any, field: Any, sub_objs: Any, using: str) -> None:
    """For `on_delete`: a revision stays where it is deleted by itself, as `purge_revisions` does,
    and goes with the asset or fact that it is of."""
    origin = getattr(collector, "origin", None)
    by_itself = isinstance(origin, Revision) or getattr(origin, "model", None) is Revision
    (models.PROTECT if by_itself else models.CASCADE)(collector, field, sub_objs, using)


class BuildRevision(models.Model):
    """A revision that a build's manifest names, kept from being purged."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="revisions")
    revision = models.ForeignKey(Revision, on_delete=keep_from_purging, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["build", "revision"], name="build_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.build_id}: {self.revision_id}"


class BuildUse(models.Model):
    """What a build shows, as rows: finds the builds that a change touches."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(
        max_length=8, choices=[("asset", "asset"), ("fact", "fact"), ("image", "image")]
    )
    object_id = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="build_use_object")]
        constraints = [
            models.UniqueConstraint(fields=["build", "kind", "object_id"], name="build_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
