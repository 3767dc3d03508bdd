"""Secrets in files: made once, whole, for their owner alone."""

from __future__ import annotations

import multiprocessing
import stat
from secrets import token_urlsafe

import pytest

from cms.config.secret_files import kept, write_new


def make() -> str:
    return token_urlsafe(48)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "new" / "secret-key"
    secret = kept(path, make)
    assert len(secret) >= 50
    assert kept(path, make) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret-key"]


def test_no_file_takes_anothers_place(tmp_path):
    path = tmp_path / "secret-key"
    write_new(path, "one")
    with pytest.raises(FileExistsError):
        write_new(path, "two")
    assert path.read_text() == "one"
    assert [each.name for each in tmp_path.iterdir()] == ["secret-key"]


def _first_use(path, ready, found) -> None:
    ready.wait()
    found.put(kept(path, make))


def test_processes_that_start_together_have_one_secret(tmp_path):
    fork = multiprocessing.get_context("fork")
    ready, found = fork.Barrier(4), fork.Queue()
    path = tmp_path / "keys" / "secret-key"
    processes = [fork.Process(target=_first_use, args=(path, ready, found)) for _n in range(4)]
    for process in processes:
        process.start()
    secrets = {found.get(timeout=20) for _process in processes}
    for process in processes:
        process.join(20)
    assert secrets == {path.read_text()} and len(secrets.pop()) >= 50
