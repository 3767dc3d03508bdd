"""A process that indexes and may be killed: `python indexing_process.py FOLDER STEP`.

Only Django and search are installed in it: search stands on its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[2]))
folder, step = Path(sys.argv[1]), sys.argv[2]
settings.configure(
    INSTALLED_APPS=["search"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "db.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    SEARCH_DATA_DIR=folder / "search",
    SEARCH_EMBEDDER="hashing",
    EMBEDDING_MODEL="all-MiniLM-L6-v2",
    EMBEDDING_MODEL_DIR=folder / "models",
)
django.setup()

from django.core.management import call_command

from search import services, sources
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
    wanted = {key: content_hash(made(key, edition)) for key, edition in held().items()}
    found = store.candidates(asked("carbon"))
    sys.stdout.write(
        json.dumps(
            {
                "missing": sorted(wanted.keys() - hashes.keys()),
                "surplus": sorted(hashes.keys() - wanted.keys()),
                "stale": [k for k in wanted.keys() & hashes.keys() if wanted[k] != hashes[k]],
                "double": len(found.keys) - len(set(found.keys)),
                "problem": store.check(),
                "outbox": IndexOutbox.objects.count(),
                "unembedded": int((found.lexical <= 0).sum()),
            }
        )
    )


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
else:
    {"start": start, "change": change, "verify": verify}[step]()
