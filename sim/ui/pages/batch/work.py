"""Counting a batch before it begins, and doing it in the office."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sim.errors import Text, UserError
from sim.experiment.batch.design import Point
from sim.experiment.batch.read_design import load_design
from sim.experiment.batch.runner import run_missing
from sim.experiment.batch.sweep import carry_out
from sim.ui.office import Desk, Ticket, calls, office
from sim.ui.pages.batch.plan import DESIGN, MOST_RUNS, Plan
from sim.ui.pages.batch.shelf import RUNS, folder_of, new

COUNTING = Text("Counting the runs", "正在估算模拟次数与时间")


@dataclass(frozen=True)
class Count:
    """What a batch comes to.

    Attributes
    ----------
    points, runs : int
    left_out : tuple of (Point, Text)
        Points that make no valid scenario, and why.
    seconds_each, seconds : float
        About what a run takes, and what the batch takes with all workers, nobody else asking.
    """

    points: int
    runs: int
    left_out: tuple[tuple[Point, Text], ...]
    seconds_each: float
    seconds: float


def count(desk: Desk, plan: Plan) -> Count:
    """Count a batch and time a few days of its base.

    Raises
    ------
    UserError
        When the design is wrong or too large.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file, content in plan.files.items():
            (Path(folder) / file).write_text(content, encoding="utf-8")
        design = load_design(Path(folder) / DESIGN)
    points = len(design.points())
    if points * design.replicates > MOST_RUNS:
        raise UserError(
            f"{points} points × {design.replicates} are {points * design.replicates} runs; here at most "
            f"{MOST_RUNS}: choose fewer values or replicates, or use the command line",
            f"{points} 个设计点 × {design.replicates} 次重复共 {points * design.replicates} 次模拟，此处最多 "
            f"{MOST_RUNS} 次：请减少取值或重复次数，或改用命令行",
        )
    planned = design.plan()
    runs = len({job.key for one in planned for job in one.jobs})
    each = desk.call(calls.seconds, design.base, design.sample)
    return Count(
        points, runs, tuple((one.point, one.fault) for one in planned if one.fault is not None), each,
        each * runs / desk.engine.workers,
    )  # fmt: skip


class _UnderWay:
    """Batches that this server does now, by name: a page that is opened again finds them."""

    tickets: ClassVar[dict[str, Ticket[dict[str, int]]]] = {}
    lock = threading.Lock()


def start(session: str, plan: Plan) -> str:
    """Begin a batch; return its name."""
    name = new(plan.files)
    go_on(session, name)
    return name


def go_on(session: str, name: str) -> Ticket[dict[str, int]]:
    """Do what is missing of a batch, or return the ticket of who does it already.

    Raises
    ------
    UserError
        When there is no such batch.
    """
    folder = folder_of(name)
    with _UnderWay.lock:
        here = _UnderWay.tickets.get(name)
        if here is None or here.over:
            title = Text(f"Batch {name[:15]}", f"批量模拟 {name[:15]}")
            here = office().submit(session, lambda desk: do(desk, folder), title=title)
            _UnderWay.tickets[name] = here
        return here


def ticket_of(name: str) -> Ticket[dict[str, int]] | None:
    """Return the ticket of a batch that this server does or has done."""
    return _UnderWay.tickets.get(name)


def do(desk: Desk, folder: Path) -> dict[str, int]:
    """Do what is missing of the batch of a folder; return its runs by how they ended."""
    return carry_out(
        load_design(folder / DESIGN),
        folder / RUNS,
        lambda at, jobs: run_missing(
            at.store, jobs, desk.engine, lambda done, total: desk.tell(done / max(total, 1))
        ),
        None,
    )
