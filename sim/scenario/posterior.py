"""Posterior (后验样本): draws of the free parameters that agree with the figures of a place."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b
from itertools import takewhile
from math import isfinite
from pathlib import Path

from sim.errors import UserError
from sim.reading import as_date
from sim.scenario.free import read_free


@dataclass(frozen=True)
class Posterior:
    """Draws of free parameters, the medoid (a draw in the middle of all) first.

    Attributes
    ----------
    name : str
    ids : tuple of str
        Free parameters; see `sim.scenario.free`.
    rows : tuple of tuple of float
        Values by draw, in the order of `ids`.
    fitted_until : date
        Last day of the figures they were fitted to.
    counties : tuple of str
        Codes of the county units it is for; none when a scenario names it itself.
    """

    name: str
    ids: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    fitted_until: date
    counties: tuple[str, ...] = ()

    def values(self, number: int) -> dict[str, float]:
        """Values of draw `number` by id: the medoid for 0; the draws over again when there are no more."""
        others = len(self.rows) - 1
        row = self.rows[1 + (number - 1) % others] if number and others else self.rows[0]
        return dict(zip(self.ids, row, strict=True))

    def without(self, paths: Collection[str]) -> Posterior:
        """Return it without the numbers under these paths, which somebody knows better."""
        kept = [k for k, id_ in enumerate(self.ids) if read_free(id_).name not in paths]
        return replace(
            self,
            ids=tuple(self.ids[k] for k in kept),
            rows=tuple(tuple(row[k] for k in kept) for row in self.rows),
        )

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of all draws (32 hex digits)."""
        text = json.dumps([self.ids, self.rows, self.fitted_until.isoformat()], allow_nan=False)
        return blake2b(text.encode(), digest_size=16).hexdigest()


def read_posterior(file: Path) -> Posterior:
    """Read a table of draws.

    Lines that begin with ``#`` stand before the table and say ``# key: value``: `fitted_until`, the last day
    of the figures, and `counties`, the codes it is for. Then come a column `draw` with 0, 1, … and one by
    free parameter.

    Raises
    ------
    UserError
        When the table has no draw, a cell is no number, a column names nothing or the day is missing.
    """
    with file.open(encoding="utf-8-sig", newline="") as stream:
        text = stream.read().splitlines()
    before = list(takewhile(lambda line: line.startswith("#"), text))
    said = {key.strip("# "): value.strip() for key, _, value in (line.partition(":") for line in before)}
    until = as_date(said.get("fitted_until", ""))
    if until is None:
        raise UserError(
            "should say before the table, for example: # fitted_until: 2024-09-30",
            "表前应写明，例如：# fitted_until: 2024-09-30",
            str(file),
        )
    lines = [line for line in csv.reader(text[len(before) :]) if line]
    if len(lines) < 2 or lines[0][0] != "draw":
        raise UserError(
            "is no posterior: its first column should be `draw`, with a row for each draw",
            "不是后验样本表：首列应为 draw，每行一个样本",
            str(file),
        )
    ids = tuple(lines[0][1:])
    for id_ in ids:
        read_free(id_)
    start = len(before) + 2
    rows = tuple(_row(file, start + k, k, line, len(ids)) for k, line in enumerate(lines[1:]))
    return Posterior(file.stem, ids, rows, until, tuple(said.get("counties", "").split()))


def _row(file: Path, number: int, draw: int, line: list[str], count: int) -> tuple[float, ...]:
    try:
        values = tuple(float(cell) for cell in line[1:])
        if len(values) != count or int(line[0]) != draw or not all(map(isfinite, values)):
            raise ValueError
    except ValueError:
        raise UserError(
            f"should hold draw {draw} and {count} numbers", f"应为第 {draw} 号样本及 {count} 个数值",
            f"{file}:{number}",
        ) from None  # fmt: skip
    return values


def posterior_folder() -> Path:
    """Folder of the posteriors that ship with the package (the same in a clone and in an installed wheel)."""
    return Path(__file__).resolve().parent.parent.parent / "calibration" / "posteriors"


def posterior_of(counties: Collection[str]) -> Posterior | None:
    """Return the shipped posterior that is for all of these counties; None where none ships."""
    return next((one for one in shipped_posteriors() if set(counties) <= set(one.counties)), None)


@cache
def shipped_posteriors() -> tuple[Posterior, ...]:
    """The posteriors that ship, by name."""
    return tuple(read_posterior(file) for file in sorted(posterior_folder().glob("*.csv")))
