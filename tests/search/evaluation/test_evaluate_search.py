"""`manage.py evaluate_search`: what it prints, and that nothing is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from search.models import IndexedDocument, StoredVector
from tests.real_parts.ports import wait_until

ROOT = Path(__file__).resolve().parents[3]
ABOUT = ("carbon", "freight", "payroll", "hiring", "tax", "energy")


@pytest.fixture
def folder(tmp_path):
    """Six documents, each about one word, and the words as queries."""
    made = tmp_path / "things"
    (made / "qrels").mkdir(parents=True)
    texts = {word: f"All about {word}. " + f"More of {word} here. " * 20 for word in ABOUT}
    (made / "corpus.jsonl").write_text(
        "\n".join(
            json.dumps({"_id": f"d-{w}", "title": w.title(), "text": t}) for w, t in texts.items()
        )
    )
    (made / "queries.jsonl").write_text(
        "\n".join(json.dumps({"_id": f"q-{w}", "text": f"what about {w}"}) for w in ABOUT)
    )
    (made / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(f"q-{w}\td-{w}\t1\n" for w in ABOUT)
    )
    return made


@pytest.mark.parametrize("arm", ["hybrid", "lexical", "vector"])
def test_it_measures_and_leaves_no_trace(folder, db, settings, capsys, monkeypatch, arm):
    settings.SEARCH_EMBEDDER = "hashing"
    temporary = folder.parent / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = connection.settings_dict["NAME"], django_settings.SEARCH_DATA_DIR
    call_command("evaluate_search", folder, arm=arm, json=True)
    made = json.loads(capsys.readouterr().out)
    assert (made["documents"], made["arm"], made["store"]) == (6, arm, "embedded")
    (quality,) = made["quality"]
    assert (quality["judgements"], quality["queries"]) == ("test", 6)
    assert quality["ndcg_10"] == quality["map_100"] == quality["recall_100"] == 1
    assert made["p95_ms"] >= made["p50_ms"] > 0
    assert made["passages_per_second"] > 0
    assert list(temporary.iterdir()) == []
    assert (connection.settings_dict["NAME"], django_settings.SEARCH_DATA_DIR) == before
    assert not Path(django_settings.SEARCH_DATA_DIR).exists()
    assert not IndexedDocument.objects.exists()
    assert not StoredVector.objects.exists()


def test_it_prints_a_table(folder, db, capsys):
    call_command("evaluate_search", folder)
    out = capsys.readouterr().out
    assert "things: 6 documents" in out
    assert "nDCG@10" in out
    assert "1.000 ± 0.000" in out


def test_a_bad_folder_is_a_clear_error(tmp_path, db):
    with pytest.raises(CommandError, match=r"corpus\.jsonl is missing"):
        call_command("evaluate_search", tmp_path)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_is_ended_nothing_is_left(folder, tmp_path, how):
    rows = [json.dumps({"_id": str(n), "text": f"word{n} " * 3000}) for n in range(1500)]
    (folder / "corpus.jsonl").write_text(
        (folder / "corpus.jsonl").read_text() + "\n" + "\n".join(rows)
    )
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    code = (
        # As in a terminal: a run in the background hands on that it ignores Ctrl-C.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import django; django.setup()\n"
        "from django.conf import settings; settings.SEARCH_EMBEDDER = 'hashing'\n"
        "from django.core.management import call_command\n"
        f"call_command('evaluate_search', {str(folder)!r})\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **os.environ,
            "TMPDIR": str(temporary),
            "TANDEM_DATA_DIR": str(tmp_path / "data"),
            "DJANGO_SETTINGS_MODULE": "cms.config.settings",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: list(temporary.glob("tandem-evaluation-*/search/*/lexical/*.idx")))
    process.send_signal(how)
    said = process.communicate(timeout=60)[1].decode()
    wait_until(lambda: not list(temporary.iterdir()))
    if how != signal.SIGKILL:
        assert "Stopped. Nothing was kept." in said
