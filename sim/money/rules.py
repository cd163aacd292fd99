"""The reimbursement rules in force, compiled from parameters to integer tables.

Columns of every table are the price levels `LEVELS`. Rows are schemes: regime * 3 + insurance, where the
insurances are those of `population` (0 none, 1 residents' insurance 城乡居民医保, 2 employees' insurance
职工医保).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]

LEVELS = ("village", "township", "county", "city", "far")
INSURANCES = ("", "residents", "employees")
BASIS_POINTS = 10_000


def basis_points(share: float) -> int:
    """Share 0-1 as whole basis points."""
    return round(share * BASIS_POINTS)


@dataclass(frozen=True)
class Rules:
    """Rules of one day. Money in fen, ratios in basis points.

    Attributes
    ----------
    outpatient_ratio, inpatient_ratio, inpatient_deductible : int64 array, shape (schemes, 5)
        By scheme and level.
    outpatient_deductible, outpatient_limit : int64 array, shape (schemes,)
        By scheme, per person and year.
    chronic_ratio, chronic_limit, inpatient_limit : int64 array, shape (schemes,)
        By scheme; limits are per person and year.
    critical_threshold, critical_ratio : int64 array, shape (schemes,)
        Critical-illness layer (大病保险) over the own eligible cost of the year.
    repeat_deductible, far_referred_bonus : int64 array, shape (schemes,)
        Basis points.
    full, partial : int64 array, shape (schemes, 5)
        Fully (甲类) and partly covered (乙类) share of a bill by level; the rest is not covered.
    partial_own : int64 array, shape (schemes,)
        Share of the partly covered items that the patient pays first.
    """

    outpatient_ratio: I64
    inpatient_ratio: I64
    inpatient_deductible: I64
    outpatient_deductible: I64
    outpatient_limit: I64
    chronic_ratio: I64
    chronic_limit: I64
    inpatient_limit: I64
    critical_threshold: I64
    critical_ratio: I64
    repeat_deductible: I64
    far_referred_bonus: I64
    full: I64
    partial: I64
    partial_own: I64


def compile_rules(values: Mapping[str, float]) -> Rules:
    """Compile the rules of one regime from its parameter values: one row an insurance."""

    def scalar(name: str, convert: bool) -> I64:
        row = [0.0] + [values[f"insurance.{insurance}.{name}"] for insurance in INSURANCES[1:]]
        return np.array([basis_points(x) if convert else int(x) for x in row], dtype=np.int64)

    def table(name: str, convert: bool) -> I64:
        rows = [[0.0] * len(LEVELS)] + [
            [values[f"insurance.{insurance}.{name}.{level}"] for level in LEVELS]
            for insurance in INSURANCES[1:]
        ]
        return np.array(
            [[basis_points(x) if convert else int(x) for x in row] for row in rows], dtype=np.int64
        )

    def shares(name: str) -> I64:
        row = [basis_points(values[f"prices.{name}.{level}"]) for level in LEVELS]
        return np.tile(np.array(row, dtype=np.int64), (len(INSURANCES), 1))

    def alike(path: str) -> I64:
        return np.full(len(INSURANCES), basis_points(values[path]), np.int64)

    return Rules(
        outpatient_ratio=table("outpatient_ratio", True),
        inpatient_ratio=table("inpatient_ratio", True),
        inpatient_deductible=table("inpatient_deductible", False),
        outpatient_deductible=scalar("outpatient_deductible", False),
        outpatient_limit=scalar("outpatient_limit", False),
        chronic_ratio=scalar("chronic_ratio", True),
        chronic_limit=scalar("chronic_limit", False),
        inpatient_limit=scalar("inpatient_limit", False),
        critical_threshold=scalar("critical_threshold", False),
        critical_ratio=scalar("critical_ratio", True),
        repeat_deductible=alike("insurance.repeat_deductible"),
        far_referred_bonus=alike("insurance.far_referred_bonus"),
        full=shares("eligible"),
        partial=np.minimum(shares("partial"), BASIS_POINTS - shares("eligible")),
        partial_own=alike("prices.partial_own"),
    )


def stack_rules(rules: Sequence[Rules]) -> Rules:
    """Put the rules of all regimes below each other: row regime * 3 + insurance is a scheme."""
    if len(rules) == 1:
        return rules[0]
    names = [field.name for field in fields(Rules)]
    return Rules(**{name: np.concatenate([getattr(one, name) for one in rules]) for name in names})
