"""Batches of this machine: a folder each, with its design and its runs."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

from sim.errors import UserError
from sim.experiment.batch.design import Point
from sim.experiment.batch.folder import RECORD, is_batch
from sim.experiment.batch.read_design import load_design
from sim.experiment.batch.results import export
from sim.experiment.batch.store import Store
from sim.experiment.batch.version import code_version
from sim.experiment.output import INCOMPLETE
from sim.ui.pages.batch.plan import DESIGN

RUNS = "runs"
NAME = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
"""Names are made here, never taken from a browser."""


@dataclass(frozen=True)
class Past:
    """A batch of this machine.

    Attributes
    ----------
    name : str
        Of its folder: when it was made, and a number.
    made : datetime
    base : str
        Scenario that it varies.
    factors : tuple of str
        Levers and numbers that it varies.
    points, replicates : int
    done, failed : int
        Runs.
    complete : bool
        Whether nothing is left to do.
    same_version : bool
        Whether it was begun by this version of the program, and can be gone on with.
    """

    name: str
    made: datetime
    base: str
    factors: tuple[str, ...]
    points: int
    replicates: int
    done: int
    failed: int
    complete: bool
    same_version: bool


def shelf() -> Path:
    """Return the folder of all batches."""
    return Path(platformdirs.user_data_dir("countycare")) / "batches"


def new(files: Mapping[str, str]) -> str:
    """Make a folder for a design; return its name.

    Parameters
    ----------
    files : mapping of str to str
        As of `sim.ui.pages.batch.plan.Plan.files`: a folder without the last of them is passed over.

    Raises
    ------
    UserError
        When it cannot be written.
    """
    name = f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
    folder = shelf() / name
    try:
        folder.mkdir(parents=True)
        for file, content in files.items():
            part = folder / f"{file}.part"
            part.write_text(content, encoding="utf-8")
            part.replace(folder / file)
    except OSError as error:
        raise UserError(
            f"the batch cannot be kept on this machine ({error.strerror})",
            f"无法在本机保存批量模拟（{error.strerror}）",
        ) from error
    return name


def folder_of(name: str) -> Path:
    """Return the folder of a batch.

    Raises
    ------
    UserError
        When there is none of this name.
    """
    folder = shelf() / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        raise UserError("this batch is not there any more", "该批量模拟已不存在")
    return folder


def past() -> list[Past]:
    """Return the batches of this machine, the newest first; folders that hold none are passed over."""
    if not shelf().is_dir():
        return []
    names = sorted((one.name for one in shelf().iterdir() if NAME.fullmatch(one.name)), reverse=True)
    return [one for one in map(_read, names) if one is not None]


def result(name: str, kind: str) -> bytes:
    """Return the values of all finished runs as a file: ``csv``, ``parquet`` or ``xlsx``."""
    return export(folder_of(name) / RUNS, kind).read_bytes()


def _read(name: str) -> Past | None:
    runs = shelf() / name / RUNS
    made = datetime.strptime(name[:15], "%Y%m%d-%H%M%S")
    try:
        if not is_batch(runs):  # about to begin, or given up before
            design = load_design(shelf() / name / DESIGN)
            points = design.points()
            return Past(
                name, made, design.base.name, _factors(points), len(points), design.replicates,
                done=0, failed=0, complete=False, same_version=True,
            )  # fmt: skip
        record = json.loads((runs / RECORD).read_text(encoding="utf-8"))
        with Store(runs) as store:
            counts = store.counts()
        return Past(
            name=name,
            made=made,
            base=str(record["base"]),
            factors=_factors(record["points"]),
            points=len(record["points"]),
            replicates=int(record["replicates"]),
            done=counts["done"],
            failed=counts["failed"],
            complete=not (runs / INCOMPLETE).exists(),
            same_version=record["code"] == code_version(),
        )
    except (OSError, ValueError, KeyError, TypeError, UserError):
        return None


def _factors(points: Iterable[Point]) -> tuple[str, ...]:
    """Levers and numbers of some points, each once."""
    return tuple(dict.fromkeys(name for point in points for name in point))
