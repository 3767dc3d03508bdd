"""A real Elasticsearch: the one that ELASTICSEARCH_TEST_URL names, or a node on a free port.

The node is the small distribution that Elasticsearch's own integration tests use, fetched once
by Maven. It is a core without language analyzers: a plugin of a page gives those back, from
Lucene's jar that comes with it (elasticsearch_analyzers.py).
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.real_parts import elasticsearch_analyzers
from tests.real_parts.ports import free_port

ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{}:zip"
VERSIONS = {21: "9.1.4", 17: "8.19.3"}  # the newest that a Java of that age runs
SETTINGS = """\
cluster.name: tandem-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
path.data: {data}
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
# So that a bulk of some megabytes is refused, and documents and batches as usual are not. The
# newer counts what a text takes while it is analysed.
LIMITS = {
    "9": "http.max_content_length: 3mb\nindexing_pressure.memory.limit: 4mb\n",
    "8": "http.max_content_length: 3mb\nindexing_pressure.memory.limit: 2mb\n"
    "rest.incremental_bulk: true\n",
}
# Ends the node when whoever asked for it is gone, even by kill -9.
WATCH = """
"$1/bin/elasticsearch" & node=$!
while ps -p "$2" > /dev/null && ps -p $node > /dev/null; do sleep 1; done
kill $node; wait $node; rm -rf "$3"/*
"""


@dataclass(frozen=True)
class Size:
    """How much a node has. One for tests starts quickly, and takes little at once."""

    heap: str = "512m"
    java: str = "-XX:TieredStopAtLevel=1"
    is_limited: bool = True  # see LIMITS
    in_memory: bool = True  # its data, where there is enough

    @property
    def options(self) -> str:
        return f"-Xms{self.heap}\n-Xmx{self.heap}\n{self.java}\n"


FOR_TESTS = Size()

# Held on to, for Python warns of a running process that nobody can wait for.
_running: list[subprocess.Popen[bytes]] = []


class NotInstalled(Exception):
    """There is no Elasticsearch to test with; the message says how to get one."""


@dataclass
class Node:
    """A running node; its folder holds everything it writes. `pid` leads its process group."""

    url: str
    pid: int = 0
    folder: str = ""
    data: str = ""

    def stop(self) -> None:
        if self.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, 9)  # its data is thrown away
        for folder in filter(None, (self.folder, self.data)):
            shutil.rmtree(folder, ignore_errors=True)


def javas() -> list[tuple[int, Path]]:
    """The JDKs of this machine with their ages, the newest first."""
    named = [Path(home) for home in (os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME"))
             if home]  # fmt: skip
    places = named + [
        home
        for folder, pattern in (
            ("/usr/lib/jvm", "*"),
            ("/opt/java", "*"),
            ("/Library/Java/JavaVirtualMachines", "*/Contents/Home"),
            ("/opt/homebrew/opt", "openjdk*/libexec/openjdk.jdk/Contents/Home"),
        )
        for home in Path(folder).glob(pattern)
    ]
    found = {}
    for home in places:
        release = home / "release"
        if release.is_file() and (home / "bin" / "javac").exists():
            stated = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
            if stated:
                found[home.resolve()] = int(stated[1])
    return sorted(((age, home) for home, age in found.items()), reverse=True)


def choose() -> tuple[str, Path]:
    """The version to run, and the JDK to run it with. Raises NotInstalled."""
    wanted = os.environ.get("ELASTICSEARCH_TEST_VERSION", "")  # "8" or "9"
    for age, home in javas():
        for needed, version in VERSIONS.items():
            if age >= needed and version.startswith(wanted):
                return version, home
    raise NotInstalled(
        "it needs a JDK 21 or newer (17 for Elasticsearch 8) under /usr/lib/jvm or in "
        "JAVA_HOME; or name a server in ELASTICSEARCH_TEST_URL"
    )


def distribution(cache: Path, version: str, java: Path) -> Path:
    """The unpacked distribution with its plugin under `cache`, made at the first call."""
    folder = cache / f"elasticsearch-{version}-{elasticsearch_analyzers.fingerprint()}"
    if folder.is_dir():
        return folder
    if not shutil.which("mvn"):
        raise NotInstalled("Maven is missing (Debian: apt-get install maven)")
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "elasticsearch-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _fetch(folder, version, java)
    return folder


def _fetch(folder: Path, version: str, java: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        fetch = ["mvn", "--quiet", "--batch-mode", "dependency:copy"]
        fetch += [f"-Dartifact={ARTIFACT.format(version)}", f"-DoutputDirectory={made}"]
        told = subprocess.run(fetch, cwd=made, capture_output=True, text=True, check=False)
        if told.returncode:
            raise NotInstalled(f"Maven could not fetch it:\n{told.stdout}{told.stderr}")
        with zipfile.ZipFile(Path(made) / f"elasticsearch-{version}.zip") as packed:
            packed.extractall(made)
        home = Path(made) / f"elasticsearch-{version}"
        for program in (*(home / "bin").iterdir(), *(home / "modules").glob("*/platform/*/bin/*")):
            program.chmod(0o755)
        elasticsearch_analyzers.install(home, version, java)
        home.rename(folder)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def start(cache: Path, owner: int, size: Size = FOR_TESTS) -> Node:
    """Start a node that ends with the process `owner`; raises NotInstalled.

    Elasticsearch refuses to run as root, whose cache another user cannot read: the node runs
    from a folder of links that it can.
    """
    if named := os.environ.get("ELASTICSEARCH_TEST_URL"):
        return Node(named.rstrip("/"))
    version, java = choose()
    ready = distribution(cache, version, java)
    folder = Path(tempfile.mkdtemp(prefix="tandem-elasticsearch-"))
    data = Path(tempfile.mkdtemp(prefix="tandem-elasticsearch-", dir=_quick_folder(size)))
    home, port = folder / "home", free_port()
    folder.chmod(0o755)
    shutil.copytree(ready, home, copy_function=_linked)
    for name in ("logs", "tmp"):
        (folder / name).mkdir()
    shutil.copytree(ready / "config", folder / "config")
    (folder / "config" / "elasticsearch.yml").write_text(
        SETTINGS.format(port=port, folder=folder, data=data)
        + (LIMITS[version[0]] if size.is_limited else "")
    )
    (folder / "config" / "jvm.options.d" / "tests.options").write_text(size.options)
    account = _account()
    if os.geteuid() == 0:
        for part in (data, folder / "logs", folder / "tmp", folder / "config"):
            for path in (part, *part.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)
    as_user = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        if os.geteuid() == 0
        else {}
    )
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder / "tmp"), "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(folder / "config"), "ES_TMPDIR": str(folder / "tmp"),
        "CLI_JAVA_OPTS": f"-Djava.io.tmpdir={folder / 'tmp'} -XX:-UsePerfData",
    }  # fmt: skip
    with (folder / "logs" / "output").open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", WATCH, "sh", str(home), str(owner), str(data)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder,
            env=environment, start_new_session=True, **as_user,
        )  # type: ignore[call-overload]  # fmt: skip
    _running.append(process)
    node = Node(f"http://127.0.0.1:{port}", process.pid, str(folder), str(data))
    try:
        _wait(node, process)
    except (TimeoutError, RuntimeError):
        node.stop()
        raise
    return node


def _quick_folder(size: Size) -> str | None:
    """Memory, where there is enough of it for some small indices: each write ends in a sync."""
    memory = Path("/dev/shm")  # noqa: S108
    if size.in_memory and memory.is_dir() and shutil.disk_usage(memory).free > 2_000_000_000:
        return str(memory)
    return None


def _wait(node: Node, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            told = (Path(node.folder) / "logs" / "output").read_text()[-4000:]
            raise RuntimeError(f"Elasticsearch did not start:\n{told}")
        try:
            with urllib.request.urlopen(f"{node.url}/_cluster/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"Elasticsearch is not up after {seconds:.0f} s")


def shared(cache: Path, run: Path, owner: int) -> Node:
    """The node of this test run: started by the first of its processes that asks."""
    kept = run / "elasticsearch.json"
    with (run / "elasticsearch-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            told = json.loads(kept.read_text())
            if "missing" in told:
                raise NotInstalled(told["missing"])
            return Node(**told)
        try:
            node = start(cache, owner)
        except NotInstalled as error:
            kept.write_text(json.dumps({"missing": str(error)}))
            raise
        kept.write_text(json.dumps(node.__dict__))
        return node


def stop_shared(run: Path) -> None:
    """Stop the node of a test run, if there was need of one."""
    kept = run / "elasticsearch.json"
    if kept.exists():
        told = json.loads(kept.read_text())
        if "missing" not in told:
            Node(**told).stop()


def remove(node: Node, prefix: str) -> None:
    """Remove all indices whose names begin so."""
    listed = f"{node.url}/_cat/indices/{prefix}*?h=index&format=json&expand_wildcards=all"
    with urllib.request.urlopen(listed, timeout=30) as answer:
        names = [row["index"] for row in json.load(answer)]
    if names:
        told = urllib.request.Request(f"{node.url}/{','.join(names)}", method="DELETE")
        urllib.request.urlopen(told, timeout=30).close()


def _account() -> pwd.struct_passwd:
    if os.geteuid() != 0:
        return pwd.getpwnam(getpass.getuser())
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise NotInstalled("it cannot run as root, and there is no other user") from None
