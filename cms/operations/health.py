"""Is this process fit to answer? Asked often, by load balancers and by `make demo`."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_migrated = False


def pending_migrations() -> int:
    """How many migrations of the code are not applied. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_migrated() -> bool:
    """Whether the database has this code's migrations; asked until it is so, then kept."""
    global _migrated
    if not _migrated:
        _migrated = pending_migrations() == 0
    return _migrated


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, else 503 with the reason in a word."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = is_migrated()
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    if not migrated:
        return JsonResponse({"status": "migrations are not applied"}, status=503)
    return JsonResponse({"status": "ok"})
