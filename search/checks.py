"""Configuration mistakes are told at start, each with an ID."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from search.embedding import KINDS
from search.embedding import manifest as manifests
from search.errors import SearchError


def check_embedder(app_configs: Any, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """E001: SEARCH_EMBEDDER must be known."""
    kind = getattr(settings, "SEARCH_EMBEDDER", "onnx")
    if kind in KINDS:
        return []
    return [
        checks.Error(
            f"SEARCH_EMBEDDER is {kind!r}.",
            hint=f"It must be one of {', '.join(KINDS)}.",
            id="search.E001",
        )
    ]


def check_model_setting(app_configs: Any, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """E002: EMBEDDING_MODEL must be the packaged model, a folder, or prepared already."""
    model = settings.EMBEDDING_MODEL
    if (
        model == manifests.PACKAGED_NAME
        or (Path(model).expanduser() / "modules.json").is_file()
        or (manifests.model_folder() / manifests.MANIFEST).is_file()
    ):
        return []
    return [
        checks.Error(
            f"EMBEDDING_MODEL is {model!r}, which is neither prepared nor a model's folder.",
            hint=(
                f"It must be {manifests.PACKAGED_NAME} or the path of a sentence-transformers "
                "folder (one with a modules.json)."
            ),
            id="search.E002",
        )
    ]


def check_precision(app_configs: Any, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """E004: EMBEDDING_PRECISION must be known."""
    precision = getattr(settings, "EMBEDDING_PRECISION", manifests.AUTO)
    if precision in manifests.PRECISIONS:
        return []
    return [
        checks.Error(
            f"EMBEDDING_PRECISION is {precision!r}.",
            hint=f"It must be one of {', '.join(manifests.PRECISIONS)}.",
            id="search.E004",
        )
    ]


def check_wake(app_configs: Any, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """E003: SEARCH_WAKE must name something that can be called."""
    wake = getattr(settings, "SEARCH_WAKE", "")
    if not wake:
        return []
    try:
        if callable(import_string(wake)):
            return []
    except ImportError:
        pass
    return [
        checks.Error(
            f"SEARCH_WAKE is {wake!r}, which cannot be imported or called.",
            hint="It must be the dotted path of a function without arguments.",
            id="search.E003",
        )
    ]


def check_prepared(app_configs: Any, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """W001, with --deploy: the model should be prepared before anybody searches."""
    if getattr(settings, "SEARCH_EMBEDDER", "onnx") != "onnx":
        return []
    folder = manifests.model_folder()
    try:
        manifests.verify(folder, manifests.read(folder))
    except SearchError as error:
        return [
            checks.Warning(
                str(error), hint="Run `python manage.py prepare_model`.", id="search.W001"
            )
        ]
    return []


def register() -> None:
    """Register all of them; called once, when the app is ready."""
    for check in (check_embedder, check_model_setting, check_precision, check_wake):
        checks.register(check)
    checks.register(check_prepared, deploy=True)
