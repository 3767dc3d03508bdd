"""Doctor's probes of what Tandem stands on: machine, database, files, model, processes."""

from __future__ import annotations

import sys
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cms.operations.enums import JobState, MailState, Queue
from cms.operations.health import pending_migrations
from cms.operations.models import HEARTBEAT_LIMIT, Job, OutgoingMail, WorkerBeat
from cms.operations.probes import Finding, probe
from search.embedding import manifest as models
from search.errors import ModelMissing, SearchError
from search.models import IndexOutbox
from search.stores import former_folders, get_store
from search.stores.standby import standing_in

OLDEST_PYTHON = (3, 11)
REBUILD = "Run `python manage.py rebuild_search_index`."
FONTS = Path(__file__).resolve().parents[1] / "static" / "cms" / "fonts"


@probe("Python", order=10)
def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding.bad(f"is {version}", "Install Python 3.11 or newer.")
    return Finding.ok(version)


@probe("Database", order=20)
def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
        if mode != "wal":
            return Finding.warn(
                f"SQLite answers, but in {mode} mode",
                "Put the data folder on a local disk, where SQLite can use its WAL mode.",
            )
        return Finding.ok(f"SQLite in WAL mode, {connection.settings_dict['NAME']}")
    return Finding.ok(f"{connection.display_name} answers")


@probe("Migrations", order=30)
def migrations() -> Finding:
    pending = pending_migrations()
    if pending:
        return Finding.bad(f"{pending} not applied", "Run `python manage.py migrate`.")
    return Finding.ok("all applied")


@probe("Pango", order=40)
def pango() -> Finding:
    """WeasyPrint's text engine, a system library."""
    try:
        from weasyprint.text.ffi import pango as library
    except OSError:
        return Finding.bad(
            "not found, so no PDF can be built",
            "Install it: `apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0`, or `brew install pango`.",
        )
    number = library.pango_version()
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if number < 14400:
        return Finding.bad(f"is {version}", "Install Pango 1.44 or newer.")
    return Finding.ok(version)


def is_woff2(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"wOF2"


@probe("Fonts", order=50)
def fonts() -> Finding:
    found = sorted(FONTS.glob("*.woff2"))
    broken = [font.name for font in found if not is_woff2(font)]
    if not found or broken:
        which = ", ".join(broken) if broken else f"none in {FONTS}"
        return Finding.bad(
            f"the slides' fonts are not whole: {which}", "Fetch the checkout again."
        )
    return Finding.ok(f"{len(found)} files for slides and pages")


@probe("Model", order=60)
def model() -> Finding:
    folder = models.model_folder()
    try:
        manifest = models.read(folder)
        models.verify(folder, manifest, full=True)
    except SearchError as error:
        return Finding.bad(str(error), "Run `python manage.py prepare_model`.")
    if manifest.name == models.PACKAGED_NAME and manifest.weights != models.PACKAGED_SHA256:
        return Finding.bad(
            f"{manifest.name} was prepared from other weights ({manifest.weights[:12]})",
            f"Delete {folder} and run `python manage.py prepare_model`.",
        )
    return Finding.ok(f"{manifest.name}, {manifest.dimensions} dimensions, its sha256 is right")


@probe("Search index", order=70)
def search_index() -> Finding:
    waiting = IndexOutbox.objects.count()
    where = settings.ELASTICSEARCH_URL and f", Elasticsearch at {settings.ELASTICSEARCH['url']}"
    try:
        store = get_store()
        held = store.count()
        problem = store.check()
    except ModelMissing as error:
        return Finding.bad(str(error), "Run `python manage.py prepare_model`.")
    except SearchError as error:
        reserve = standing_in(store)
        if reserve is None:
            mend = "Check ELASTICSEARCH_URL." if where else REBUILD
            return Finding.bad(str(error).rstrip("."), mend)
        return Finding.bad(
            f"{error} The embedded index answers meanwhile, with {reserve.documents} documents; "
            f"{waiting} changes wait",
            "Start Elasticsearch, or check ELASTICSEARCH_URL. The changes follow by themselves.",
        )
    if problem:
        return Finding.bad(problem.rstrip("."), REBUILD)
    if (reserve := standing_in(store)) is not None:
        return Finding.warn(
            f"not built yet{where}; the embedded index answers, {reserve.documents} documents",
            REBUILD,
        )
    text = f"{held.documents} documents, {held.passages} passages{where}"
    if waiting:
        return Finding.warn(f"{text}; {waiting} changes wait", "See that both workers run.")
    return Finding.ok(text)


@probe("Former indices", order=75)
def former_indices() -> Finding:
    """They are left by an upgrade or another model, for the processes that still read them."""
    try:
        found = former_folders()
    except SearchError:
        return Finding.ok("not known without a model")
    if not found:
        return Finding.ok("none")
    names = " ".join(path.name for path in found)
    return Finding.warn(
        f"{filesizeformat(sum(map(_size, found)))} of other versions or models",
        "Once no process of another version runs, what is not wanted again can be deleted in "
        f"{found[0].parent}: {names}",
    )


def _size(folder: Path) -> int:
    """Return the bytes of all files; one that goes meanwhile counts nothing."""
    found = 0
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):
            found += file.lstat().st_size if file.is_file() else 0
    return found


@probe("Storage", order=80)
def storage() -> Finding:
    where = settings.STORAGE_URL.split("@")[-1] or settings.MEDIA_ROOT
    content = uuid.uuid4().bytes
    name = default_storage.save(f"doctor/{uuid.uuid4().hex}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            same = file.read() == content
    finally:
        default_storage.delete(name)
    if not same:
        return Finding.bad(f"{where} gives back other bytes", "Check STORAGE_URL and its server.")
    return Finding.ok(f"writes, reads and deletes in {where}")


@probe("Workers", order=90)
def workers() -> Finding:
    alive = _alive()
    missing = [queue for queue in Queue.values if not alive.get(queue)]
    if missing:
        commands = "; ".join(f"`python manage.py run_worker --queue {queue}`" for queue in missing)
        return Finding.bad(f"none alive for: {', '.join(missing)}", f"Start {commands}.")
    counts = ", ".join(f"{alive[queue]} {queue}" for queue in Queue.values)
    return Finding.ok(f"alive: {counts}")


@probe("Scheduler", order=100)
def scheduler() -> Finding:
    count = _alive().get("scheduler", 0)
    if not count:
        return Finding.bad("not alive", "Start `python manage.py run_scheduler`.")
    if count > 1:
        return Finding.warn(f"{count} are alive", "Run one: each repeats the other's work.")
    return Finding.ok("alive")


@probe("Jobs", order=110)
def jobs() -> Finding:
    late = Job.objects.filter(
        state=JobState.QUEUED, enqueued_at__lt=timezone.now() - 10 * HEARTBEAT_LIMIT
    ).count()
    day = timezone.now() - timedelta(days=1)
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gt=day).count()
    if late:
        return Finding.warn(
            f"{late} wait for more than 10 minutes", "See that both workers run, or add one."
        )
    if failed:
        return Finding.warn(f"{failed} failed since yesterday", "Read why under Reports, Jobs.")
    return Finding.ok("none late, none failed since yesterday")


@probe("Mail", order=120)
def mail() -> Finding:
    if not settings.EMAIL_URL:
        return Finding.ok("kept in the admin under Reports, Mail; set EMAIL_URL to send it")
    day = timezone.now() - timedelta(days=1)
    failed = OutgoingMail.objects.filter(state=MailState.FAILED, created_at__gt=day).count()
    if failed:
        return Finding.warn(f"{failed} not sent since yesterday", "Read why under Reports, Mail.")
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING).exclude(error="").count()
    if waiting:
        return Finding.warn(f"{waiting} wait for another attempt", "Check EMAIL_URL's server.")
    return Finding.ok("nothing is stuck")


def _alive() -> dict[str, int]:
    counts: dict[str, int] = {}
    since = timezone.now() - WorkerBeat.ALIVE_FOR
    for role in WorkerBeat.objects.filter(seen_at__gt=since).values_list("role", flat=True):
        counts[role] = counts.get(role, 0) + 1
    return counts
