"""Run several processes in the foreground as one: output by name, restarts, one way to stop.

A process that ends by itself is started again. One that keeps ending at once stops them all,
since then something is wrong that a restart does not mend.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 8.0  # seconds that a process has to end after SIGTERM, before SIGKILL
RESTARTS, WITHIN = 5, 60.0  # so many ends in so many seconds are one too many
COLOURS = (36, 35, 33, 32, 34)


@dataclass
class Process:
    """One command to keep running; `command` is its argument list."""

    name: str
    command: Sequence[str]
    handle: subprocess.Popen[str] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self, folder: Path, env: Mapping[str, str], say: Callable[[str, str], None]) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which stops all in order.
        self.handle = subprocess.Popen(
            self.command,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            bufsize=1,
            start_new_session=True,
        )
        threading.Thread(target=self._relay, args=(self.handle, say), daemon=True).start()

    def _relay(self, handle: subprocess.Popen[str], say: Callable[[str, str], None]) -> None:
        for line in handle.stdout or ():
            say(self.name, line.rstrip("\n"))

    def signal(self, number: int) -> None:
        """Send a signal to the process and to whatever it started."""
        if self.handle:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.handle.pid, number)


class Supervisor:
    """Keeps processes running until told to stop (Ctrl-C, SIGTERM or `stop()`)."""

    def __init__(
        self,
        processes: Sequence[Process],
        folder: Path,
        env: Mapping[str, str],
        grace: float = GRACE,
    ) -> None:
        self.processes = list(processes)
        self.folder = folder
        self.grace = grace
        self.env = {**env, "PYTHONUNBUFFERED": "1"}
        self.is_stopping = threading.Event()
        self.failure = ""
        self._width = max(len(process.name) for process in processes)
        self._lock = threading.Lock()
        self._is_tty = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def say(self, name: str, line: str) -> None:
        names = [process.name for process in self.processes]
        label = name.rjust(self._width)
        if self._is_tty:
            colour = COLOURS[names.index(name) % len(COLOURS)] if name in names else 1
            label = f"\033[{colour}m{label}\033[0m"
        with self._lock:
            print(f"{label} | {line}", flush=True)

    def stop(self, *_: object) -> None:
        self.is_stopping.set()

    def run(self, when_started: Callable[[], None] | None = None) -> int:
        """Start all, call `when_started` beside them, and return the exit status once stopped."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            for process in self.processes:
                process.start(self.folder, self.env, self.say)
            if when_started:
                threading.Thread(target=when_started, daemon=True).start()
            while not self.is_stopping.wait(0.25):
                self._restart_ended()
        finally:
            self._stop_all()
        if self.failure:
            print(f"\n{self.failure}", file=sys.stderr, flush=True)
        return int(bool(self.failure))

    def _restart_ended(self) -> None:
        for process in self.processes:
            status = process.handle.poll() if process.handle else None
            if status is None:
                continue
            now = time.monotonic()
            process.ends = [end for end in process.ends if now - end < WITHIN] + [now]
            if len(process.ends) >= RESTARTS:
                self.failure = (
                    f"{process.name} ended {RESTARTS} times within a minute; its last lines are "
                    "above. Everything was stopped."
                )
                self.stop()
                return
            self.say(process.name, f"ended with status {status}; starting it again")
            process.signal(signal.SIGKILL)  # what it left behind in its group
            process.start(self.folder, self.env, self.say)

    def _stop_all(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in self.processes:
            process.signal(signal.SIGTERM)
        until = time.monotonic() + self.grace
        for process in self.processes:
            if process.handle:
                try:
                    process.handle.wait(max(0.0, until - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self.say(process.name, "did not end in time; killed")
            process.signal(signal.SIGKILL)
