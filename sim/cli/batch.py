"""What commands that run many scenarios have in common: the engine, progress with time left, interruption."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import values
from sim.cli.screen import Screen, Steps
from sim.errors import Interrupted
from sim.experiment.duration import in_words

if TYPE_CHECKING:
    from sim.cli.words import Words
    from sim.experiment.batch.engine import Engine
    from sim.experiment.batch.folder import BatchFolder
    from sim.experiment.batch.job import Job
    from sim.experiment.batch.runner import DoRuns, Execute

MOST_WORKERS = 256


def where_to_run(words: Words) -> tuple[Any, Any]:
    """Options that say where runs are done: processes of this machine, or a Dask scheduler."""
    workers = words.option("--workers", "N", "Runs at a time on this machine.", "本机同时运行的进程数。", "1")
    scheduler = words.option(
        "--scheduler", "ADDRESS", "Dask scheduler that already runs, instead of processes of this machine.",
        "改用已在运行的 Dask 调度器地址，而非本机进程。",
    )  # fmt: skip
    return workers, scheduler


def results_folder(words: Words) -> Any:
    """Option that names the folder of runs, tables and report."""
    return words.required(
        "--out", "DIR", "Folder for the results; one of an interrupted call goes on.",
        "结果文件夹；中断过的可继续。",
    )  # fmt: skip


def share_of_people(words: Words) -> Any:
    """Option that says how many of the people are simulated."""
    return words.option("--sample", "SHARE", "Share of the people to simulate.", "抽样模拟的人口比例。", "1")


def histories(words: Words, usual: int) -> Any:
    """Option that says how many replicates there are."""
    return words.option(
        "--replicates", "N", "Random histories, each with a draw of the uncertain numbers.",
        "随机历史次数，每次另抽一组不确定参数。", str(usual),
    )  # fmt: skip


def engine_of(workers: str, scheduler: str | None) -> Engine:
    """Return the engine that the options ask for.

    Raises
    ------
    UserError
        When both are given, or one is wrong.
    """
    from sim.experiment.batch.engine import engine_for

    return engine_for(values.whole(workers, "--workers", 1, MOST_WORKERS), scheduler)


def do_runs(
    screen: Screen, folder: BatchFolder, jobs: Sequence[Job], engine: Engine, work: Execute | None = None
) -> None:
    """Do the runs that are missing, telling how far it is; `work` does one, the usual way for None."""
    from sim.experiment.batch.outcome import execute
    from sim.experiment.batch.runner import run_missing

    with Steps(screen) as steps:
        run_missing(folder.store, jobs, engine, Left(screen, steps), work or execute)


def runs_of(screen: Screen, engine: Engine, work: Execute | None = None) -> DoRuns:
    """Return `do_runs` on a screen and an engine, as experiments want it."""
    return lambda folder, jobs: do_runs(screen, folder, jobs, engine, work)


@contextmanager
def told_when_interrupted(out: Path, resume: str = "") -> Iterator[None]:
    """Turn Ctrl-C into a sentence on what is left and how to go on."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise Interrupted(
            f"Interrupted; {out} is marked incomplete and keeps every finished run "
            f"(the same call{resume and f' with {resume}'} does what is missing).",
            f"已中断；{out} 已标记为不完整，完成的运行均已保存"
            f"（用同样的命令{resume and f'加 {resume} '}可接着运行缺少的部分）。",
        ) from error


class Left:
    """Tells how many runs are done and how long the others will take."""

    def __init__(self, screen: Screen, steps: Steps) -> None:
        self.screen = screen
        self.steps = steps
        self.began = time.monotonic()
        self.told = -1

    def __call__(self, done: int, total: int) -> None:
        """Tell; with a terminal by the bar, otherwise a line a run."""
        if self.steps.bar is not None:
            self.steps(done, total, "runs")
        elif done != self.told:
            self.told = done
            self.screen.note(self._line(done, total))

    def _line(self, done: int, total: int) -> str:
        if not done:
            return self.screen(f"{total} runs to do", f"待运行 {total} 次")
        left = duration(self.screen, (time.monotonic() - self.began) / done * (total - done))
        return self.screen(f"{done}/{total} runs, about {left} left", f"{done}/{total} 次，约剩{left}")


def duration(screen: Screen, seconds: float) -> str:
    """Write a length of time in the unit that suits it."""
    return in_words(seconds).say(screen.language)
