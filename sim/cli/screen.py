"""What a command prints on: sentences, tables, and the progress of a run."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from sim.language import Speaker

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID
    from rich.table import Table

NARROW = 120


class Screen(Speaker):
    """The user's terminal and language."""

    def line(self, text: str = "") -> None:
        """Print a line as it is, unwrapped, to standard output."""
        print(text)

    def note(self, text: str) -> None:
        """Print a line to standard error."""
        print(text, file=sys.stderr, flush=True)

    def console(self, *, error: bool = False) -> Console:
        """Return a Rich console on standard output or error, wide enough when there is no terminal.

        Where the environment says how many COLUMNS there are, that counts.
        """
        from rich.console import Console

        stream = sys.stderr if error else sys.stdout
        known = stream.isatty() or os.environ.get("COLUMNS", "").isdigit()
        return Console(file=stream, width=None if known else NARROW, highlight=False, markup=False)

    def width(self) -> int:
        """Columns that a line of text may take."""
        return min(self.console().width, NARROW) - 1

    def table(self, table: Table) -> None:
        """Print a table."""
        self.console().print(table)


STEPS = {
    "prepare": ("starting", "启动"),
    "geography": ("geography", "地理"),
    "population": ("population", "人口"),
    "days": ("days", "逐日模拟"),
    "results": ("results", "整理结果"),
    "runs": ("runs", "运行"),
}


class Steps:
    """The progress of a run: shown at once, step by step; as plain lines where there is no terminal.

    Called by the run with (done, total) while days pass, and with the name of another step before that.
    """

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.stage = ""
        self.told = -1
        self.bar: Progress | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> Steps:
        if sys.stderr.isatty():
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"),
                TimeElapsedColumn(), TimeRemainingColumn(),
                console=self.screen.console(error=True), transient=True,
            )  # fmt: skip
            self.bar.start()
            self.task = self.bar.add_task("", total=None, count="")
        self(0, 0, "prepare")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, done: int, total: int, stage: str = "days") -> None:
        """Show that `done` of `total` days, or another stage, are reached."""
        name = self.screen(*STEPS[stage])
        if self.bar is not None and self.task is not None:
            count = f"{done}/{total}" if total else ""
            self.bar.update(self.task, description=name, completed=done, total=total or None, count=count)
            return
        tenth = 10 * done // total if total else 0
        if stage != self.stage or tenth != self.told:
            self.screen.note(f"{name} {done}/{total} ({10 * tenth} %)" if total else f"{name} …")
        self.stage, self.told = stage, tenth
