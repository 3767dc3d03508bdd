"""Uploaded archives that mean no good."""

from __future__ import annotations

import stat
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from cms.importing.archives import unpack
from cms.importing.errors import ArchiveRefused
from cms.importing.limits import MEGABYTE, Limits
from cms.importing.reading import open_folder


def zipped(files: dict[str, bytes], compression=ZIP_DEFLATED) -> BytesIO:
    out = BytesIO()
    with ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    out.seek(0)
    return out


def test_it_unpacks_the_one_folder_inside(tmp_path):
    root = unpack(
        zipped({"book/a.md": b"A", "book/img/x.png": b"x", "__MACOSX/a": b"x"}), tmp_path
    )
    assert root.name == "book"
    assert (root / "img/x.png").read_bytes() == b"x"
    assert not (tmp_path / "__MACOSX").exists()


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "a/../../evil.md", "C:/evil.md",
                                  "..\\evil.md"])  # fmt: skip
def test_a_path_that_leads_outside_refuses_the_archive(tmp_path, name):
    target = tmp_path / "in"
    target.mkdir()
    with pytest.raises(ArchiveRefused, match="outside"):
        unpack(zipped({"ok.md": b"x", name: b"evil"}), target)
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


def test_a_link_refuses_the_archive(tmp_path):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        entry = ZipInfo("link.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    out.seek(0)
    with pytest.raises(ArchiveRefused, match="link"):
        unpack(out, tmp_path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = zipped({"a.md": b"\0" * (30 * MEGABYTE)})
    with pytest.raises(ArchiveRefused, match="far more"):
        unpack(bomb, tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(ArchiveRefused, match="limit"):
        unpack(zipped({"a.md": b"x" * 5000}), tmp_path, Limits(unpacked=4000))


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path):
    data = bytearray(zipped({"a.md": b"x" * 5000}).getvalue())
    real = (5000).to_bytes(4, "little")
    false = (10).to_bytes(4, "little")
    with pytest.raises(ArchiveRefused):
        unpack(BytesIO(bytes(data).replace(real, false)), tmp_path)


def test_too_many_files_and_what_is_no_archive_are_refused(tmp_path):
    with pytest.raises(ArchiveRefused, match="more than 2"):
        unpack(zipped({f"{n}.md": b"x" for n in range(3)}), tmp_path, Limits(files=2))
    with pytest.raises(ArchiveRefused, match="no ZIP"):
        unpack(BytesIO(b"not a zip"), tmp_path)


def test_a_file_over_its_limit_is_named_and_not_unpacked(tmp_path):
    root = unpack(
        zipped({"big.md": b"x" * 5000, "ok.md": b"Words."}), tmp_path, Limits(document=4000)
    )
    found = open_folder(root, limits=Limits(document=4000))
    assert list(found) == ["ok.md"]
    assert found.problems[0].path == "big.md"
