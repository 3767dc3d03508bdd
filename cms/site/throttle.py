"""A limit on how often one address may do something, in Django's cache."""

from __future__ import annotations

import hashlib

from django.core.cache import cache, caches

FORMS_AN_HOUR = 8
HOUR = 60 * 60


def is_over(what: str, who: str, *, limit: int = FORMS_AN_HOUR, seconds: int = HOUR) -> bool:
    """Count one more act, and tell whether `who` is past the limit. `who` is kept as a hash."""
    key = f"throttle:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > limit)
    except ValueError:  # it ran out between the two calls
        return False


def are_many(what: str, who: str, *, limit: int, seconds: int) -> bool:
    """The same for what comes often and does little: counted in each web process by itself.

    With several processes up to so many times the limit passes; no query is made.
    """
    counts = caches["renditions"]
    key = f"throttle:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    if counts.add(key, 1, seconds):
        return False
    try:
        return bool(counts.incr(key) > limit)
    except ValueError:
        return False
