"""People who choose, made up for tests of the choice."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.choice.choose import Choosers
from sim.day.tables import DayTables
from sim.money.standing import Standing
from sim.needs.cases import CASE
from sim.population.people import DTYPES, People


def choosers(tables: DayTables, **columns: Any) -> Choosers:
    """Make choosers from some columns; the rest are of an insured man of the first village, mildly ill."""
    columns = {name: np.atleast_1d(np.asarray(column)) for name, column in columns.items()}
    n = max((len(column) for column in columns.values()), default=1)
    plain = {
        "condition": tables.catalogue.index("acute_respiratory"), "severity": 0, "village": 0, "county": 0,
        "mode": 1, "scheme": 1, "income": 2, "signed": False, "habit": 0, "absent": False,
        "certified": False, "avoid": 0, "standing": int(Standing.EXCUSED), "stays": 0, "deductible_used": 0,
        "special_used": 0, "outpatient_paid": 0, "chronic_paid": 0, "drugs_paid": 0,
    }  # fmt: skip
    full = {name: np.resize(columns.get(name, value), n) for name, value in plain.items()}
    return Choosers(row=full["condition"].astype(np.int64) * 3 + full["severity"], **full)


def crowd(tables: DayTables, n: int, seed: int) -> Choosers:
    """Make all sorts of choosers."""
    rng = np.random.default_rng(seed)
    return choosers(
        tables,
        condition=rng.integers(0, len(tables.catalogue), n).astype(np.int8),
        severity=rng.integers(0, 3, n).astype(np.int8),
        village=rng.integers(0, tables.minutes.shape[1], n).astype(np.int32),
        mode=rng.integers(0, 4, n).astype(np.uint8),
        scheme=rng.integers(0, 3, n).astype(np.int16),
        income=rng.integers(0, 5, n).astype(np.uint8),
        signed=rng.random(n) < 0.5,
        habit=rng.choice(13, n).astype(np.int8) * (rng.random(n) < 0.6),
        absent=rng.random(n) < 0.15,
        certified=rng.random(n) < 0.3,
        avoid=(rng.integers(-12, 13, n) * (rng.random(n) < 0.4)).astype(np.int8),
        standing=rng.integers(0, 8, n).astype(np.uint8),
        stays=rng.integers(0, 3, n).astype(np.uint8),
        deductible_used=rng.integers(0, 12_000, n).astype(np.int32),
        special_used=rng.integers(0, 12_000, n).astype(np.int32),
        outpatient_paid=rng.integers(0, 400_000, n).astype(np.int32),
        chronic_paid=rng.integers(0, 400_000, n).astype(np.int32),
        drugs_paid=rng.integers(0, 40_000, n).astype(np.int32),
    )


def felt(tables: DayTables, seed: int) -> np.ndarray:
    """Make trust and waits, felt by village and group."""
    rng = np.random.default_rng(seed)
    _, villages, options = tables.minutes.shape
    return rng.random((3, villages, options)) * tables.choice.trust


def as_cases(who: Choosers, seed: int = 0) -> tuple[np.ndarray | People, ...]:
    """Lay the choosers out as cases of a shuffled population.

    Returns
    -------
    CASE array, People, scheme, way, standing, present, certified
        As the compiled choice takes them.
    """
    n = len(who.row)
    person = np.random.default_rng(seed).permutation(n + 7)[:n].astype(np.int32)

    def column(values: np.ndarray) -> np.ndarray:
        laid = np.zeros(n + 7, np.asarray(values).dtype)
        laid[person] = values
        return laid

    facts = {name: column(getattr(who, name)) for name in who._fields if name in DTYPES}
    people = People.with_fresh_state(id=np.arange(n + 7), **facts)
    cases = np.zeros(n, CASE)
    cases["person"] = person
    for name in ("condition", "severity", "avoid"):
        cases[name] = getattr(who, name)
    who_else = column(who.scheme), column(who.mode), column(who.standing)
    return cases, people, *who_else, ~column(who.absent), column(who.certified)
