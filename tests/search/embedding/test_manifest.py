from __future__ import annotations

import json
import os

import pytest

from search.embedding import manifest as manifests
from search.embedding.manifest import ModelManifest
from search.errors import ModelDamaged, ModelMissing


@pytest.fixture
def folder(tmp_path):
    """A folder that looks like a prepared model."""
    files = {}
    for name in manifests.FILES:
        (tmp_path / name).write_text(name)
        files[name] = manifests.sha256(tmp_path / name)
    ModelManifest("m", 4, 8, "mean", ["en"], {}, "0" * 64, files, {}, []).write(tmp_path)
    return tmp_path


def test_it_reads_what_it_wrote(folder):
    assert manifests.read(folder).name == "m"
    manifests.verify(folder, manifests.read(folder))


def test_a_missing_model_says_what_to_run(tmp_path):
    with pytest.raises(ModelMissing, match="prepare_model"):
        manifests.read(tmp_path / "none")


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "m"}'])
def test_a_broken_description_is_damage(folder, content):
    (folder / manifests.MANIFEST).write_text(content)
    with pytest.raises(ModelDamaged):
        manifests.read(folder)


def test_a_changed_file_is_found_at_load(folder):
    manifest = manifests.read(folder)
    manifests.verify(folder, manifest)
    (folder / "model.onnx").write_text("other")
    with pytest.raises(ModelDamaged, match=r"model\.onnx"):
        manifests.verify(folder, manifest)


def test_a_missing_file_is_found_at_load(folder):
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelDamaged, match=r"tokenizer\.json"):
        manifests.verify(folder, manifests.read(folder))


def test_a_passed_check_is_not_repeated_until_a_file_changes(folder, monkeypatch):
    manifest = manifests.read(folder)
    manifests.verify(folder, manifest)
    monkeypatch.setattr(manifests, "sha256", lambda path: pytest.fail("hashed again"))
    manifests.verify(folder, manifest)
    with pytest.raises(pytest.fail.Exception):
        manifests.verify(folder, manifest, full=True)


def test_the_full_check_finds_a_change_that_kept_size_and_time(folder):
    manifest = manifests.read(folder)
    manifests.verify(folder, manifest)
    path = folder / "model.onnx"
    status = path.stat()
    path.write_text(path.read_text()[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    manifests.verify(folder, manifest)
    with pytest.raises(ModelDamaged):
        manifests.verify(folder, manifest, full=True)


def test_a_stamp_of_another_preparation_is_not_believed(folder):
    manifest = manifests.read(folder)
    manifests.verify(folder, manifest)
    stamp = json.loads((folder / manifests.STAMP).read_text())
    assert all(digest in manifest.files.values() for *_, digest in stamp.values())
    (folder / manifests.STAMP).write_text("not json")
    manifests.verify(folder, manifest)
