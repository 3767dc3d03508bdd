"""Two more judged collections, derived from the folder of real documents.

    python -m tests.bench.judged OUT

Writes OUT/jenkins (case studies; a query is the name of an industry, its stories answer it) and
OUT/titles (case studies and a sales handbook; a query is a document's title, which that document
and its namesakes answer), each in the layout that `manage.py evaluate_search` reads.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LEAST = 3  # stories of an industry that is asked for


def documents(folder: Path) -> list[dict[str, Any]]:
    """Return what the manifest says of each document, and its `text`."""
    made = []
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        made.append(entry | {"text": (folder / entry["path"]).read_text(encoding="utf-8")})
    return made


def write(
    folder: Path,
    entries: list[dict[str, Any]],
    answers: dict[str, tuple[str, list[str]]],
) -> None:
    """Write a collection. `answers`: query id -> (text, keys of the documents that answer)."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for entry in entries:
            row = {"_id": entry["path"], "title": entry["title"], "text": entry["text"]}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with (folder / "queries.jsonl").open("w", encoding="utf-8") as file:
        for key, (text, _) in answers.items():
            file.write(json.dumps({"_id": key, "text": text}, ensure_ascii=False) + "\n")
    with (folder / "qrels" / "test.tsv").open("w", encoding="utf-8") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        for key, (_, found) in answers.items():
            file.writelines(f"{key}\t{path}\t1\n" for path in found)


def by_industry(stories: list[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for story in stories:
        for named in story.get("industries") or ():
            # "Banking, Insurance" are two; authors write them in any case.
            for industry in re.split(r"[,/;|]| and ", named):
                found[industry.strip().casefold()].append(story["path"])
    return {
        f"industry-{number}": (name, sorted(set(paths)))
        for number, (name, paths) in enumerate(sorted(found.items()))
        if name and len(set(paths)) >= LEAST
    }


def by_title(entries: list[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        found[entry["title"].strip()].append(entry["path"])
    return {
        f"title-{number}": (title, paths)
        for number, (title, paths) in enumerate(sorted(found.items()))
        if title
    }


def derive(out: Path) -> None:
    """Write both collections under `out`."""
    stories = documents(DATA / "jenkins_stories")
    handbook = documents(DATA / "sourcegraph_gtm")
    for entry in handbook:
        entry["path"] = f"handbook/{entry['path']}"
    write(out / "jenkins", stories, by_industry(stories))
    write(out / "titles", stories + handbook, by_title(stories + handbook))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not DATA.is_dir():
        sys.exit(f"{__doc__}\nThe documents are read from {DATA}.")
    derive(Path(sys.argv[1]))
