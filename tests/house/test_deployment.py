"""The deployment files name commands, settings and files that exist."""

from __future__ import annotations

import re

import yaml
from django.core.management import get_commands

from cms.operations.enums import Queue
from tests.house.repository import ROOT
from tests.house.test_settings import VARIABLES

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = [service for service in COMPOSE["services"].values() if service.get("image") == "tandem"]


def test_every_setting_exists():
    for service in OURS:
        assert set(service["environment"]) <= set(VARIABLES)


def test_every_command_exists():
    texts = [str(service.get("command", "")) for service in OURS]
    texts.append((ROOT / "Dockerfile").read_text())
    named = re.findall(r"manage\.py(?:\s|', ')([a-z_]+)", " ".join(texts))
    assert {"migrate", "run_worker", "run_scheduler", "prepare_model"} <= set(named)
    assert set(named) <= set(get_commands())


def test_every_queue_has_a_worker():
    served = {
        service["command"][-1] for service in OURS if "run_worker" in service.get("command", [])
    }
    assert served == set(Queue.values)


def test_the_image_is_given_all_that_it_copies():
    allowed = (ROOT / ".dockerignore").read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for name in copied:
        assert name == "." or f"!{name}" in allowed
    for package in ("cms", "personas", "pitch_builder", "search"):
        assert f"!{package}/" in allowed
