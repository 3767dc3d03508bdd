"""The demo's supervisor: names each line, restarts what died, and stops everything."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.house.repository import ROOT

PROGRAM = """
import os, sys
from pathlib import Path
sys.path.insert(0, {make!r})
from supervisor import Process, Supervisor
commands = {commands!r}
processes = [Process(name, [sys.executable, "-c", code]) for name, code in commands.items()]
sys.exit(Supervisor(processes, Path("."), os.environ, grace=1.0).run())
"""
SAYS_ITS_NUMBER = "import os, time; print('runs as', os.getpid()); time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("runs as 0")
time.sleep(60)
"""
HAS_A_CHILD = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("runs as", child.pid)
time.sleep(60)
"""


@pytest.fixture
def supervise():
    started = []

    def start(**commands: str) -> subprocess.Popen[str]:
        program = PROGRAM.format(make=str(ROOT / ".make"), commands=commands)
        running = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(running)
        return running

    yield start
    for running in started:
        if running.poll() is None:
            running.kill()
        running.stdout.close()
        running.wait()


def next_number(running: subprocess.Popen[str], name: str) -> int:
    """The process id that the process of that name says next."""
    for line in running.stdout:
        if said := re.match(rf"\s*{name} \| runs as (\d+)", line):
            return int(said[1])
    raise AssertionError(f"{name} said nothing")


def is_gone(process: int) -> bool:
    until = time.monotonic() + 3
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_all_at_once(supervise, number):
    running = supervise(web=SAYS_ITS_NUMBER)
    web = next_number(running, "web")
    started = time.monotonic()
    running.send_signal(number)
    assert running.wait(10) == 0
    assert time.monotonic() - started < 3
    assert is_gone(web)


def test_it_starts_again_what_was_killed(supervise):
    running = supervise(worker=SAYS_ITS_NUMBER)
    first = next_number(running, "worker")
    os.kill(first, signal.SIGKILL)
    assert next_number(running, "worker") != first


def test_it_kills_what_does_not_end(supervise):
    running = supervise(web=STUBBORN)
    next_number(running, "web")
    running.send_signal(signal.SIGTERM)
    assert running.wait(10) == 0


def test_it_leaves_no_grandchild_behind(supervise):
    running = supervise(web=HAS_A_CHILD)
    child = next_number(running, "web")
    running.send_signal(signal.SIGTERM)
    running.wait(10)
    assert is_gone(child)


def test_it_gives_up_on_what_ends_again_and_again(supervise):
    running = supervise(web=SAYS_ITS_NUMBER, broken="raise SystemExit('no settings')")
    said, _ = running.communicate(timeout=20)
    assert running.returncode == 1
    assert "broken | no settings" in said
    assert "broken ended 5 times within a minute" in said
