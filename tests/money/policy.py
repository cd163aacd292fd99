"""Rules with round numbers of their own, so that bills can be worked by hand whatever the calibration."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.declare import defaults
from sim.money.compile import compile_rules
from sim.money.inpatient import Inpatient, StayBills, StayYear, settle_inpatient
from sim.money.outpatient import Outpatient, PoolYear, settle_outpatient
from sim.money.rules import LEVELS, Pool, Rules

VILLAGE, TOWNSHIP, COUNTY, CITY, FAR = range(5)
NONE, RESIDENT, EMPLOYEE = range(3)
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
YANGZHOU = {
    "pay_patient.tiers.first_admission": 0.9,
    "pay_patient.compliance.stepwise": 0.05,
    "pay_patient.compliance.skipped": -0.1,
    "pay_patient.compliance.far_home": 1,
    "pay_patient.compliance.far_referred": -0.05,
    "pay_patient.compliance.far_unreferred": -0.2,
    "pay_patient.deductible_chain.up": 1,
    "pay_patient.deductible_chain.down": 1,
    "pay_patient.deductible_chain.tight": 1,
    "pay_patient.deductible_chain.per_stay": 1,
    "pay_patient.chronic_drugs.ratio": 0.5,
    "pay_patient.chronic_drugs.limit": 60_000,
    "pay_patient.benefit.outpatient_limit": 10_000,
    "pay_patient.benefit.outpatient_deductible": 5_000,
    "pay_patient.benefit.special_deductible": 10_000,
}
"""The figures of yangzhou-2020 三 over the local numbers above."""


def rules(**changes: float) -> Rules:
    """Compile the rules; `changes` by path with ``__`` for the dots."""
    return compile_rules(defaults() | VALUES | {name.replace("__", "."): v for name, v in changes.items()})


def yangzhou(**changes: float) -> Rules:
    """Compile the rules with those of tiered care in force."""
    return compile_rules(
        defaults() | VALUES | YANGZHOU | {name.replace("__", "."): v for name, v in changes.items()}
    )


def pool_year(**used: int) -> PoolYear:
    """Accumulators of one person, zero but for those given."""
    return PoolYear(*(np.array([used.get(name, 0)]) for name in PoolYear._fields))


def stay_year(**used: int) -> StayYear:
    """Accumulators of one person, zero but for those given."""
    return StayYear(*(np.array([used.get(name, 0)]) for name in StayYear._fields))


def one(settled: Any) -> Any:
    """The only row of a result, as plain numbers."""
    return type(settled)(*(np.asarray(column)[0].tolist() for column in settled))


def visit(
    policy: Rules, bill: int, level: int, who: int = RESIDENT, *, pool: Pool = Pool.ORDINARY,
    first: bool = False, tcm: bool = False, **used: int,
) -> Outpatient:  # fmt: skip
    """Settle one outpatient bill; every field is a number."""
    at = [np.array([x]) for x in (bill, level, who, int(pool))]
    return one(settle_outpatient(policy, *at, pool_year(**used), np.array([first]), np.array([tcm])))


def stay(policy: Rules, bill: int, level: int, who: int = RESIDENT, **more: Any) -> Inpatient:
    """Settle one stay; keywords are of `StayBills` and `StayYear`, every field of the result a number."""
    used = {name: more.pop(name) for name in StayYear._fields if name in more}
    given = {name: np.array([value]) for name, value in more.items()}
    bills = StayBills(np.array([bill]), np.array([level]), np.array([who]), **given)
    return one(settle_inpatient(policy, bills, stay_year(**used)))
