"""The committed state of the embedded store: one small file that names all the others.

A writer appends rows, writes the new table, commits the lexical index, and at last
replaces CURRENT. Killed at any point, the old state still stands; the documents of the lost
commit are written again, under the same keys, because whoever asked for them still does.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from search.errors import StoreUnavailable
from search.stores.embedded import files
from search.stores.embedded.table import Size, Table

CURRENT, ROWS, TABLE = "CURRENT", "rows-", "table-"


@dataclass(frozen=True, slots=True)
class State:
    """Names of the committed files. `next_serial` was never given to a document."""

    version: int = 0
    table: str = ""
    generation: int = 0
    next_serial: int = 1

    @property
    def rows(self) -> str:
        """The stem of this generation's files."""
        return f"{ROWS}{self.generation}"


def read_state(folder: Path) -> State:
    """Return the committed state; the empty one where nothing was ever written."""
    try:
        return State(**json.loads((folder / CURRENT).read_text()))
    except FileNotFoundError:
        return State()
    except (ValueError, TypeError) as error:
        raise StoreUnavailable(f"{folder / CURRENT} cannot be read: {error}.") from error


def read_table(folder: Path, state: State) -> Table:
    """Return the table that `state` names. Raises StoreUnavailable when it is not there."""
    if not state.table:
        return Table((), Size())
    try:
        return Table.load(json.loads((folder / state.table).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreUnavailable(f"{folder / state.table} cannot be read: {error}.") from error


def write_table(folder: Path, name: str, table: Table) -> None:
    """Write a table under a new name."""
    files.write(folder / name, json.dumps(table.dump(), separators=(",", ":")).encode())


def commit(folder: Path, state: State) -> None:
    """Make `state` the committed one, and remove the files that it no longer names."""
    made = folder / f"{CURRENT}.new"
    files.write(made, json.dumps(asdict(state)).encode())
    made.replace(folder / CURRENT)
    files.remove(folder, ROWS, state.rows)
    files.remove(folder, TABLE, Path(state.table).stem)
