"""healthz and doctor: what they find and what they say."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from cms.operations import doctor_probes, health, probes
from cms.operations.models import WorkerBeat
from cms.operations.probes import Finding, Level
from search import stores
from search.embedding import get_embedder


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


def doctor(*args: str) -> tuple[str, int]:
    out, status = StringIO(), 0
    try:
        call_command("doctor", *args, stdout=out)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return out.getvalue(), status


@pytest.mark.django_db
def test_it_is_healthy_without_a_login(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_is_cheap(client, django_assert_num_queries):
    client.get("/healthz")
    with django_assert_num_queries(1):
        client.get("/healthz")


@pytest.mark.django_db
def test_it_is_not_healthy_while_migrations_are_missing(client, monkeypatch):
    monkeypatch.setattr(health, "pending_migrations", lambda: 2)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (503, "migrations are not applied")
    monkeypatch.setattr(health, "pending_migrations", lambda: 0)
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_it_is_not_healthy_without_its_database(client, monkeypatch):
    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr(health, "is_migrated", fail)
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_doctor_names_each_thing_in_a_line_and_what_to_do():
    text, status = doctor()
    lines = text.splitlines()
    names = [line[2:].split("  ")[0].strip() for line in lines]
    assert names[:4] == ["Python", "Database", "Migrations", "Pango"]
    assert status == 1, "no worker runs"
    (workers,) = [line for line in lines if line[2:].startswith("Workers")]
    assert workers.startswith("✗")
    assert "run_worker --queue bulk" in workers


@pytest.mark.django_db
def test_doctor_speaks_json():
    text, _status = doctor("--json")
    found = {entry["name"]: entry for entry in json.loads(text)}
    assert found["Database"]["level"] == "ok"
    assert found["Scheduler"]["remedy"]


@pytest.mark.django_db
def test_doctor_finds_live_workers_and_scheduler():
    for role in ("interactive", "bulk", "scheduler"):
        WorkerBeat.objects.create(name=f"{role}@host:1", role=role)
    assert doctor_probes.workers().level == Level.OK
    assert doctor_probes.scheduler().level == Level.OK
    WorkerBeat.objects.create(name="scheduler@other:2", role="scheduler")
    assert doctor_probes.scheduler().level == Level.WARN
    WorkerBeat.objects.update(seen_at=timezone.now() - 2 * WorkerBeat.ALIVE_FOR)
    assert doctor_probes.workers().level == Level.BAD
    assert doctor_probes.scheduler().level == Level.BAD


def test_doctor_tells_what_former_indices_take(settings, tmp_path):
    settings.SEARCH_DATA_DIR = tmp_path
    assert doctor_probes.former_indices().level == Level.OK
    present = stores.embedded(tmp_path, get_embedder()).folder
    for folder in (present, tmp_path / "embedded-1-another"):
        (folder / "lexical").mkdir(parents=True)
        (folder / "lexical" / "rows").write_bytes(bytes(3072))

    finding = doctor_probes.former_indices()

    assert finding.level == Level.WARN
    assert "3.0\xa0KB" in finding.text
    assert finding.remedy.endswith(f"deleted in {tmp_path}: embedded-1-another")


@pytest.mark.django_db
def test_doctor_writes_and_reads_the_storage(bucket):
    finding = doctor_probes.storage()
    assert finding.level == Level.OK


def test_doctor_finds_a_model_that_is_not_there(settings, tmp_path):
    settings.EMBEDDING_MODEL_DIR = tmp_path
    finding = doctor_probes.model()
    assert finding.level == Level.BAD
    assert "prepare_model" in finding.remedy


def test_doctor_finds_fonts_that_are_not_whole(monkeypatch, tmp_path):
    assert doctor_probes.fonts().level == Level.OK
    (tmp_path / "a.woff2").write_bytes(b"<html>")
    monkeypatch.setattr(doctor_probes, "FONTS", tmp_path)
    assert doctor_probes.fonts().level == Level.BAD
    (tmp_path / "a.woff2").unlink()
    assert doctor_probes.fonts().level == Level.BAD


def test_a_probe_that_breaks_is_a_bad_finding():
    def broken() -> Finding:
        raise OSError("disk full")

    finding = probes._look(probes.Probe(broken, 1))
    assert finding.level == Level.BAD
    assert "disk full" in finding.text


def test_two_probes_of_one_name_are_refused():
    probes.examine  # noqa: B018  the registry is filled by its first use
    probes._probes.discover()
    with pytest.raises(ImproperlyConfigured):
        probes.probe("Database")(lambda: Finding.ok("again"))
