"""The description of a prepared model, kept beside its files, and their check."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from search.errors import ModelDamaged, ModelMissing

MANIFEST = "manifest.json"
STAMP = "verified.json"
FILES = ("model.onnx", "tokenizer.json")
INT8_FILE = "model-int8.onnx"
AUTO, INT8, FP32 = PRECISIONS = ("auto", "int8", "fp32")
PACKAGED_NAME = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class ModelManifest:
    """What `prepare_model` found and made.

    `weights` is the sha256 of the source's weights; `files` the sha256 of each prepared
    file; `reference` pairs of a text and the vector that sentence-transformers gave it.
    `int8` is what was measured of the model with weights of 8 bits; its file is one of
    `files` where it held.
    """

    name: str
    dimensions: int
    max_tokens: int
    pooling: str
    languages: list[str]
    prompts: dict[str, str]
    weights: str
    files: dict[str, str]
    versions: dict[str, str]
    reference: list[dict[str, Any]]
    int8: dict[str, float] = field(default_factory=dict)

    @property
    def has_int8(self) -> bool:
        return INT8_FILE in self.files

    def write(self, folder: Path) -> None:
        """Write this description into `folder`."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self)), encoding="utf-8")


def model_name(model: str) -> str:
    """Return the name of the prepared folder for EMBEDDING_MODEL, a name or a path."""
    return Path(model).name


def model_folder() -> Path:
    """Return where the model named in the settings is, or will be, prepared."""
    return Path(settings.EMBEDDING_MODEL_DIR) / model_name(settings.EMBEDDING_MODEL)


def read(folder: Path) -> ModelManifest:
    """Read a prepared model's description.

    Raises ModelMissing where there is none, ModelDamaged where it cannot be read.
    """
    try:
        return ModelManifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ModelMissing(
            f"No embedding model in {folder}: run `python manage.py prepare_model`."
        ) from None
    except (ValueError, TypeError) as error:
        raise ModelDamaged(f"{folder / MANIFEST} cannot be read: {error}.") from error


def sha256(path: Path) -> str:
    """Return a file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(folder: Path, manifest: ModelManifest, *, full: bool = False) -> None:
    """Check that each file is the one that was prepared, else raise ModelDamaged.

    Hashing 90 MB costs a process start a third of a second, so a passed check leaves a
    stamp with sizes and times; until one of those changes, the stamp is believed, unless
    `full` asks for the hashes.
    """
    stamp = {}
    for name in manifest.files:
        try:
            status = (folder / name).stat()
        except FileNotFoundError:
            raise ModelDamaged(f"{folder / name} is missing: run prepare_model again.") from None
        stamp[name] = [status.st_size, status.st_mtime_ns, manifest.files[name]]
    stamp_path = folder / STAMP
    if not full:
        try:
            if json.loads(stamp_path.read_text()) == stamp:
                return
        except (FileNotFoundError, ValueError):
            pass
    for name, digest in manifest.files.items():
        if sha256(folder / name) != digest:
            raise ModelDamaged(
                f"{folder / name} is not the file that was prepared: delete the folder and run "
                "`python manage.py prepare_model` again."
            )
    try:
        stamp_path.write_text(json.dumps(stamp))
    except OSError:  # a read-only folder: hash again next time
        return
