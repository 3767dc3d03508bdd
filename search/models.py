"""What search keeps in the database: vectors of record, the outbox, and its bookkeeping."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredVector(models.Model):
    """The vector of one text under one model: float32, little-endian, length one."""

    model = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, help_text=_("sha256 of the embedded text"))
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "digest"], name="search_vector_unique")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.digest[:12]}"


class IndexOutbox(models.Model):
    """A document that has changed; written in the transaction that changed it."""

    key = models.CharField(max_length=200)
    reason = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key


class IndexedDocument(models.Model):
    """What the store was last given of a document."""

    key = models.CharField(max_length=200, unique=True)
    source = models.CharField(max_length=100)
    content_hash = models.CharField(max_length=64)
    passages = models.PositiveIntegerField()
    vectors = models.JSONField(default=list, help_text=_("digests of its passages' vectors"))
    indexed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
