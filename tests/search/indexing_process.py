"""A process that indexes and may be killed: `python indexing_process.py FOLDER STEP [SETTINGS]`.

SETTINGS are JSON, beside those of the embedded store. Only Django and search are installed in
it: search stands on its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
import numpy as np
from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[2]))
folder, step = Path(sys.argv[1]), sys.argv[2]
more = json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
usual = {
    "INSTALLED_APPS": ["search"],
    "DATABASES": {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "db.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    },
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "USE_TZ": True,
    "SEARCH_DATA_DIR": folder / "search",
    "SEARCH_EMBEDDER": "hashing",
    "EMBEDDING_MODEL": "all-MiniLM-L6-v2",
    "EMBEDDING_MODEL_DIR": folder / "models",
}
settings.configure(**{**usual, **more})
django.setup()

from django.core.management import call_command

from search import chunking, services, sources
from search.documents import content_hash
from search.models import IndexOutbox
from search.stores import get_store
from tests.factories.search import ListSource, document
from tests.search.store_contract import asked

COUNT = 300
state = folder / "documents.json"


def held() -> dict[str, int]:
    return json.loads(state.read_text())


def made(key: str, edition: int):
    return document(key, f"Title {key}", f"carbon edition{edition} of {key}. " * 5)


def start() -> None:
    call_command("migrate", verbosity=0)
    state.write_text(json.dumps({f"k{n}": 0 for n in range(COUNT)}))
    services.enqueue(held())


def change() -> None:
    """Publish new editions of some documents, take one out, add one: outbox and all."""
    now = held()
    round_ = max(now.values()) + 1
    changed = [key for n, key in enumerate(now) if n % 7 == round_]
    now |= dict.fromkeys(changed, round_)
    gone = f"k{round_}"
    now.pop(gone, None)
    now[f"new{round_}"] = round_
    state.write_text(json.dumps(now))
    services.enqueue([*changed, gone, f"new{round_}"])


def verify() -> None:
    store = get_store()
    hashes = store.hashes()
    now = held()
    wanted = {key: content_hash(made(key, edition)) for key, edition in now.items()}
    keys = list(wanted)
    texts: dict[str, tuple[str, ...]] = {}
    double = unembedded = 0
    # Asked for in parts: a store hands out the strongest of many only.
    for start in range(0, len(keys), 100):
        part = keys[start : start + 100]
        found = store.candidates(asked("carbon", keys=part))
        rows = [row for row, passes in enumerate(found.passing) if passes]
        double += len(rows) - len({found.keys[row] for row in rows})
        unembedded += sum(np.isnan(found.closeness[row]) for row in rows)
        stored = store.fetch(found, rows, None)
        texts |= {s.key: tuple(p.text for p in s.passages) for s in stored}
    passages = {key: tuple(p.text for p in chunking.passages(made(key, now[key])))
                for key in keys}  # fmt: skip
    counts = store.count()
    told = {
        "missing": sorted(wanted.keys() - hashes.keys()),
        "surplus": sorted(hashes.keys() - wanted.keys()),
        "stale": [k for k in wanted.keys() & hashes.keys() if wanted[k] != hashes[k]],
        "other passages": [key for key in keys if texts.get(key) != passages[key]],
        "double": double + counts.documents - len(keys),
        "passages beyond": counts.passages - sum(map(len, passages.values())),
        "problem": store.check(),
        "outbox": IndexOutbox.objects.count(),
        "unembedded": int(unembedded),
    }
    sys.stdout.write(json.dumps(told))


def progress(done: int, total: int, message: str) -> None:
    sys.stdout.write(f"{done} {total}\n")
    sys.stdout.flush()


source = ListSource()
if state.exists():
    source.put(*(made(key, edition) for key, edition in held().items()))
sources.register(source)
if step == "outbox":
    services.process_outbox(progress)
elif step == "rebuild":
    services.rebuild(progress)
elif step == "fresh":
    services.rebuild(progress, fresh=True)
else:
    {"start": start, "change": change, "verify": verify}[step]()
