"""Preparing the embedding model: once a machine, in an environment of its own.

That environment holds torch and sentence-transformers, some 5 GB where only the CUDA build
can be had; it is deleted when the model stands. What remains is an ONNX file of 90 MB.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import frontmatter
import numpy as np
import yaml
from django.conf import settings

from search.embedding import manifest as manifests
from search.embedding.manifest import ModelManifest
from search.embedding.onnx import OnnxEmbedder
from search.errors import ModelDamaged, ModelMissing, PreparationFailed

LOCK = Path(__file__).with_name("prepare-requirements.lock")
SCRIPT = Path(__file__).with_name("prepare_export.py")
LEAST_COSINE = 0.9999
INT8_COSINE = 0.98  # on average; with .994 no judged collection lost anything
INT8_GAIN = 1.15  # times as fast as with 32 bits; below it, 8 bits are not worth it
STEPS = 4
Progress = Callable[[int, int, str], None]


def is_prepared(model: str, folder: Path) -> bool:
    """Say whether `folder` holds `model`, whole and unchanged.

    A source folder that is on this machine must have the weights that were prepared.
    """
    try:
        manifest = manifests.read(folder)
        manifests.verify(folder, manifest)
    except (ModelMissing, ModelDamaged):
        return False
    if model == manifests.PACKAGED_NAME:
        return manifest.weights == manifests.PACKAGED_SHA256
    source = Path(model).expanduser()
    return not source.is_dir() or manifests.sha256(_weights(source)) == manifest.weights


def prepare(progress: Progress, *, keep_environment: bool = False, again: bool = False) -> Path:
    """Make the folder of the model that the settings name, unless it stands, and return it.

    `again` makes it even so.

    Raises PreparationFailed, with what to do, when it cannot be made or is not exact.
    """
    model, target = settings.EMBEDDING_MODEL, manifests.model_folder()
    cache = Path(settings.CACHE_DIR)
    cache.mkdir(parents=True, exist_ok=True)
    with _only_one(cache / "prepare.lock"):
        if not again and is_prepared(model, target):
            progress(STEPS, STEPS, f"{target} is ready")
            return target
        source = source_folder(model)
        environment = cache / "prepare-environment"
        try:
            python = _environment(environment, progress)
            _export(python, source, target, progress)
        finally:
            if not keep_environment:
                shutil.rmtree(environment, ignore_errors=True)
    progress(STEPS, STEPS, f"{target} is ready")
    return target


def source_folder(model: str) -> Path | None:
    """Return the sentence-transformers folder that EMBEDDING_MODEL names.

    None stands for the packaged model. Raises PreparationFailed for an unknown name.
    """
    if model == manifests.PACKAGED_NAME:
        return None
    folder = Path(model).expanduser()
    if not (folder / "modules.json").is_file():
        raise PreparationFailed(
            f"EMBEDDING_MODEL must be {manifests.PACKAGED_NAME} or the path of a "
            f"sentence-transformers folder (one with a modules.json), not {model!r}."
        )
    return folder.resolve()


def cpu_requirements(lock: str) -> tuple[str, str]:
    """Split a lock file for the CPU build: torch's own pin, and the rest without CUDA's parts.

    The CPU wheels come from another index, so that the lock's hashes do not fit them.
    """
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)
    torch = next(match[0] for e in entries if (match := re.match(r"torch==[^\s;\\]+", e)))
    rest = [e for e in entries if not re.match(r"(torch|triton|nvidia-[\w-]+|cuda-[\w-]+)==", e)]
    return torch, "\n".join(rest)


def _environment(folder: Path, progress: Progress) -> Path:
    """Make the environment with torch and return its python."""
    uv = _uv()
    shutil.rmtree(folder, ignore_errors=True)
    progress(0, STEPS, "Making an environment for sentence-transformers")
    _run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # A cache of its own goes with the environment: nothing of 5 GB stays behind.
    install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    install += ["--cache-dir", str(folder / "uv-cache")]
    progress(1, STEPS, "Installing torch and sentence-transformers (some minutes)")
    if sys.platform == "linux" and os.environ.get("CI", "").lower() not in {"true", "1"}:
        torch, rest = cpu_requirements(LOCK.read_text(encoding="utf-8"))
        cpu = [*install, "--torch-backend=cpu", "--no-deps", torch]
        if _run(cpu, check=False, environment={"UV_HTTP_RETRIES": "0"}):
            requirements = folder / "requirements.txt"
            requirements.write_text(rest, encoding="utf-8")
            _run([*install, "--require-hashes", "--no-deps", "-r", str(requirements)])
            return python
    _run([*install, "--require-hashes", "-r", str(LOCK)])
    return python


def _export(python: Path, source: Path | None, target: Path, progress: Progress) -> None:
    """Export with that python, and put the checked result in place in one step."""
    progress(2, STEPS, "Exporting the model to ONNX")
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    try:
        arguments = [str(made), target.name, *([str(source)] if source else [])]
        _run([str(python), "-I", str(SCRIPT), *arguments])
        details = json.loads((made / "details.json").read_text(encoding="utf-8"))
        (made / "details.json").unlink()
        weights = manifests.sha256(Path(details.pop("weights_file")))
        if source is None and weights != manifests.PACKAGED_SHA256:
            raise PreparationFailed(
                f"The packaged weights have sha256 {weights}, not {manifests.PACKAGED_SHA256}."
            )
        files = {name: manifests.sha256(made / name) for name in manifests.FILES}
        languages = ["en"] if source is None else _languages(source)
        ModelManifest(weights=weights, files=files, languages=languages, **details).write(made)
        progress(3, STEPS, "Checking the export against sentence-transformers")
        check(made)
        judge_int8(made)
        old = target.with_name(f".{target.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        made.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def check(folder: Path) -> float:
    """Return the smallest cosine between our vectors and sentence-transformers' own.

    Raises PreparationFailed below 0.9999.
    """
    manifest = manifests.read(folder)
    ours = OnnxEmbedder(folder).encode([entry["text"] for entry in manifest.reference])
    theirs = np.array([entry["vector"] for entry in manifest.reference], dtype=np.float32)
    least = float((ours * theirs).sum(axis=1).min())
    if not least >= LEAST_COSINE:
        raise PreparationFailed(
            f"The exported model differs from its source: smallest cosine {least:.6f}."
        )
    return least


def judge_int8(folder: Path) -> ModelManifest:
    """Keep the model of 8 bits in `folder` where it is near enough, and faster here.

    Not every processor multiplies 8 bits faster, or exactly. The manifest, written anew and
    returned, says what was measured.
    """
    manifest = manifests.read(folder)
    path = folder / manifests.INT8_FILE
    with_it = replace(
        manifest, files={**manifest.files, manifests.INT8_FILE: manifests.sha256(path)}
    )
    with_it.write(folder)
    plain, small = OnnxEmbedder(folder), OnnxEmbedder(folder, manifests.INT8)
    texts = [entry["text"] for entry in manifest.reference if entry["text"]]
    cosines = (small.encode(texts) * plain.encode(texts)).sum(axis=1)
    passage = max(texts, key=len)[:900]
    times: dict[str, list[float]] = {manifests.FP32: [], manifests.INT8: []}
    for _turn in range(5):
        for embedder in (plain, small):
            started = time.process_time()
            embedder.encode([passage] * 8)
            times[embedder.precision].append(time.process_time() - started)
    gain = min(times[manifests.FP32]) / max(min(times[manifests.INT8]), 1e-9)
    measured = {"mean_cosine": round(float(cosines.mean()), 4), "times_as_fast": round(gain, 2)}
    (folder / manifests.STAMP).unlink(missing_ok=True)
    if cosines.mean() >= INT8_COSINE and gain >= INT8_GAIN:
        judged = replace(with_it, int8=measured)
    else:
        path.unlink()
        judged = replace(manifest, int8=measured)
    judged.write(folder)
    return judged


def _languages(source: Path) -> list[str]:
    """Return the languages that a folder's model card names; none means all."""
    try:
        card = frontmatter.loads((source / "README.md").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return []
    named = card.metadata.get("language") or []
    codes = [named] if isinstance(named, str) else [str(code) for code in named]
    return [] if "multilingual" in codes else codes


def _weights(folder: Path) -> Path:
    for name in ("model.safetensors", "pytorch_model.bin"):
        found = sorted(folder.rglob(name))
        if found:
            return found[0]
    raise PreparationFailed(f"No weights (model.safetensors) in {folder}.")


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv.exe" if os.name == "nt" else "uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    if not found:
        raise PreparationFailed("prepare_model needs uv: `pip install uv`, then run it again.")
    return found


def _run(
    command: list[str], *, check: bool = True, environment: dict[str, str] | None = None
) -> bool:
    """Run a command; where `check`, a failure raises PreparationFailed with its last lines."""
    clean = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    done = subprocess.run(
        command, env={**clean, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise PreparationFailed(f"`{Path(command[0]).name} {command[1]}` failed:\n{last}")
    return done.returncode == 0


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold a lock file, waiting for another preparation to end."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
