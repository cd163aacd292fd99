"""Rules with round numbers of their own, so that bills can be worked by hand whatever the calibration."""

from __future__ import annotations

from sim.declare import defaults
from sim.money.rules import LEVELS, Rules, compile_rules

BY_LEVEL = {
    "insurance.residents.outpatient_ratio": (0.6, 0.5, 0.4, 0.3, 0.0),
    "insurance.residents.inpatient_ratio": (0.9, 0.9, 0.75, 0.6, 0.5),
    "insurance.residents.inpatient_deductible": (10_000, 10_000, 40_000, 90_000, 150_000),
    "insurance.employees.outpatient_ratio": (0.7, 0.7, 0.6, 0.55, 0.5),
    "insurance.employees.inpatient_ratio": (0.93, 0.93, 0.9, 0.85, 0.75),
    "insurance.employees.inpatient_deductible": (20_000, 20_000, 50_000, 90_000, 120_000),
    "prices.eligible": (0.95, 0.9, 0.8, 0.7, 0.65),
    "prices.partial": (0.03, 0.06, 0.1, 0.2, 0.2),
}
SINGLE = {
    "insurance.residents.outpatient_deductible": 5_000,
    "insurance.residents.outpatient_limit": 30_000,
    "insurance.residents.chronic_ratio": 0.65,
    "insurance.residents.chronic_limit": 150_000,
    "insurance.residents.inpatient_limit": 15_000_000,
    "insurance.residents.critical_threshold": 1_400_000,
    "insurance.residents.critical_ratio": 0.6,
    "insurance.employees.outpatient_deductible": 10_000,
    "insurance.employees.outpatient_limit": 300_000,
    "insurance.employees.chronic_ratio": 0.85,
    "insurance.employees.chronic_limit": 400_000,
    "insurance.employees.inpatient_limit": 40_000_000,
    "insurance.employees.critical_threshold": 2_000_000,
    "insurance.employees.critical_ratio": 0.7,
    "insurance.repeat_deductible": 0.5,
    "insurance.far_referred_bonus": 0.1,
    "prices.partial_own": 0.1,
}
VALUES = SINGLE | {
    f"{name}.{level}": value
    for name, row in BY_LEVEL.items()
    for level, value in zip(LEVELS, row, strict=True)
}


def rules(**changes: float) -> Rules:
    """Compile the rules; `changes` by path with ``__`` for the dots."""
    return compile_rules(defaults() | VALUES | {name.replace("__", "."): v for name, v in changes.items()})
