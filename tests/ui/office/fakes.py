"""Quick calls for worker processes in place of runs."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sim.errors import Text, UserError
from sim.problems import Problem, ScenarioErrors
from sim.ui.office.worker import watch


def note(file: str, word: str, seconds: float = 0.02) -> str:
    """Write a word behind the others, after a moment."""
    time.sleep(seconds)
    with Path(file).open("a", encoding="utf-8") as stream:
        stream.write(f"{word}\n")
    return word


def gate(file: str) -> str:
    """Keep the worker busy until a file is there."""
    while not Path(file).exists():
        time.sleep(0.01)
    return "open"


def in_steps(file: str, steps: int) -> int:
    """Tell each step; note the process that was stopped on the way."""
    try:
        for step in range(steps):
            watch(step + 1, steps)
            time.sleep(0.05)
    except BaseException:
        note(file, "stopped", 0.0)
        raise
    return os.getpid()


def deaf() -> None:
    """Never listen."""
    time.sleep(600)


def die_once(file: str) -> str:
    """Kill the worker at the first call."""
    if not Path(file).exists():
        Path(file).touch()
        os.kill(os.getpid(), 9)
    return "second"


def die() -> None:
    """Kill the worker."""
    os.kill(os.getpid(), 9)


def wrong(kind: str) -> None:
    """Raise what a user, a file or the program can be blamed for."""
    if kind == "user":
        raise UserError("no such county", "没有这个县", "/srv/secret/file.yaml")
    if kind == "file":
        raise ScenarioErrors(
            [Problem("/srv/secret/mine.yaml", 3, "", Text("is odd", "有误"), Text("mend", "请改"))]
        )
    raise OSError("/srv/secret is full")
