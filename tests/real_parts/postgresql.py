"""A real PostgreSQL: the server that DATABASE_TEST_URL names, or one in a temporary folder."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.real_parts.ports import free_port, wait_for

# What a test database does not need: it never has to survive the machine.
UNSAFE_AND_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NotInstalled(Exception):
    """There is no PostgreSQL server on this machine; the message says how to get one."""


@dataclass
class Server:
    """A running server; `url` names a database of it that may be used."""

    url: str
    process: subprocess.Popen[bytes] | None = None
    folder: Path | None = None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: ends what is connected
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def programs() -> Path:
    """The folder with initdb and postgres; raises NotInstalled."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise NotInstalled(
        "there is no server; install it (Debian: apt-get install postgresql) or name one "
        "in DATABASE_TEST_URL"
    )


def start() -> Server:
    """Start a server on a free port, as a user who is not root; raises NotInstalled."""
    if named := os.environ.get("DATABASE_TEST_URL"):
        return Server(named)
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="tandem-postgresql-"))
    account = _account()
    shutil.chown(folder, account.pw_uid, account.pw_gid)
    # PostgreSQL refuses to run as root.
    as_user = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        if os.geteuid() == 0
        else {}
    )
    data, log = folder / "data", folder / "log"
    port = free_port()
    initdb = [bin_folder / "initdb", "--pgdata", data, "--username=tandem", "--auth=trust"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **as_user)  # type: ignore[call-overload]
    options = [f"unix_socket_directories={folder}", "max_connections=60", *UNSAFE_AND_QUICK]
    postgres = [bin_folder / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port)]
    postgres += [word for option in options for word in ("-c", option)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            postgres, stdout=output, stderr=output, cwd=folder, start_new_session=True, **as_user
        )
    server = Server(f"postgresql://tandem@127.0.0.1:{port}/postgres", process, folder)
    try:
        wait_for(port)
    except TimeoutError:
        server.stop()
        raise
    return server


def _account() -> pwd.struct_passwd:
    if os.geteuid() != 0:
        return pwd.getpwnam(getpass.getuser())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotInstalled("PostgreSQL cannot run as root, and there is no other user")
