"""The embedder that serves: ONNX Runtime and tokenizers, loaded at the first use."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding import manifest as manifests
from search.embedding.base import Vectors
from search.embedding.manifest import ModelManifest
from search.embedding.pooling import pool
from search.errors import ModelMissing

BATCH_TOKENS = 1024  # padded tokens a batch: measured best in time, and it bounds memory
FEW_TOKENS = 64  # a question or a few topics: one processor is as quick, at half the work


class OnnxEmbedder:
    """A prepared model in `folder`. Reading its manifest is cheap; its weights load lazily.

    `precision` "auto" takes the model of 8 bits where it was prepared.
    """

    def __init__(self, folder: Path, precision: str = manifests.FP32) -> None:
        self.folder = folder
        self.precision = precision
        self._lock = threading.Lock()
        self._manifest: ModelManifest | None = None
        self._tokenizer: Any = None
        self._sessions: dict[int, Any] = {}  # by the processors that they compute on
        self._loaded_in = 0

    @property
    def manifest(self) -> ModelManifest:
        """The model's description. Raises ModelMissing."""
        if self._manifest is None:
            self._manifest = manifests.read(self.folder)
        return self._manifest

    @property
    def is_int8(self) -> bool:
        """Whether the weights of 8 bits are in use. Raises ModelMissing."""
        if self.precision == manifests.INT8 and not self.manifest.has_int8:
            raise ModelMissing(
                f"{self.folder} holds no model of 8 bits: run `python manage.py prepare_model "
                "--again`, or set EMBEDDING_PRECISION to auto or fp32."
            )
        return self.precision != manifests.FP32 and self.manifest.has_int8

    @property
    def name(self) -> str:
        # Vectors of the two precisions are near, but never mixed.
        return f"{self.manifest.name}-int8" if self.is_int8 else self.manifest.name

    @property
    def digest(self) -> str:
        return self.manifest.weights

    @property
    def dimensions(self) -> int:
        return self.manifest.dimensions

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.manifest.languages)

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return float32 (len(texts), dimensions), rows of length one.

        Texts are cut at the model's token limit. Raises ModelMissing or ModelDamaged, and
        RuntimeError in a process forked after the model was loaded: load it after.
        """
        result = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not texts:
            return result
        tokenizer = self._load()
        prompts = self.manifest.prompts
        names = ("query",) if query else ("document", "passage")
        prompt = next((prompts[name] for name in names if name in prompts), "")
        encodings = tokenizer.encode_batch([prompt + text for text in texts])
        is_little = sum(len(encoding.ids) for encoding in encodings) <= FEW_TOKENS
        session = self._session(1 if is_little else _processors())
        inputs = [value.name for value in session.get_inputs()]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids), reverse=True)
        start = 0
        while start < len(order):
            longest = len(encodings[order[start]].ids)
            rows = order[start : start + max(1, BATCH_TOKENS // longest)]
            start += len(rows)
            ids = np.zeros((len(rows), longest), dtype=np.int64)
            mask = np.zeros((len(rows), longest), dtype=np.int64)
            for line, row in enumerate(rows):
                encoding = encodings[row]
                ids[line, : len(encoding.ids)] = encoding.ids
                mask[line, : len(encoding.ids)] = 1
            feed = {"input_ids": ids, "attention_mask": mask}
            if "token_type_ids" in inputs:
                feed["token_type_ids"] = np.zeros_like(ids)
            output = session.run(None, {key: feed[key] for key in inputs})[0]
            result[rows] = pool(output, mask, self.manifest.pooling)
        return result

    def _load(self) -> Any:
        """Return the tokenizer, the model's files verified."""
        with self._lock:
            if self._tokenizer is None:
                from tokenizers import Tokenizer

                manifests.verify(self.folder, self.manifest)
                tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
                tokenizer.no_padding()
                tokenizer.enable_truncation(self.manifest.max_tokens)
                self._tokenizer, self._loaded_in = tokenizer, os.getpid()
            elif self._loaded_in != os.getpid():
                # Its threads did not survive the fork: a call would wait for ever.
                raise RuntimeError("The model was loaded before this process was forked.")
            return self._tokenizer

    def _session(self, processors: int) -> Any:
        with self._lock:
            if processors not in self._sessions:
                # Imported here: a process that never encodes does not pay for the runtime.
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = processors
                # Waiting threads that spin would take the processor from other workers.
                options.add_session_config_entry("session.intra_op.allow_spinning", "0")
                options.log_severity_level = 3
                file = manifests.INT8_FILE if self.is_int8 else "model.onnx"
                self._sessions[processors] = onnxruntime.InferenceSession(
                    str(self.folder / file),
                    options,
                    providers=["CPUExecutionProvider"],
                    # Fused, these layers take twice as long as one after the other.
                    disabled_optimizers=["SkipLayerNormFusion"],
                )
            return self._sessions[processors]


def _processors() -> int:
    """Return how many processors this process may use (a container may have fewer)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
