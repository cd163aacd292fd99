"""Price lists: what a visit and a stay cost on the average, by condition, severity and price level.

A bill has parts (consultation, nursing procedures, other services, tests, drugs), so that a rule on prices
acts on the part it concerns: a discount on services leaves drugs alone, one county price for injections
leaves operations alone. Every facility charges by the list of its regime; residents expect the list of
theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.money.rules import COUNTY, LEVELS, PRIMARY, TOWNSHIP
from sim.needs.catalogue import Catalogue

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

SEVERITIES = ("mild", "moderate", "severe")
EXAMINATIONS = ("mri", "ct", "ultrasound", "gastroscopy")
NO_PRICE_RULES = {
    "pay_patient.community_discount": 0.0,
    "pay_patient.same_price.disease": 0.0,
    "pay_patient.same_price.procedure": 0.0,
    "pay_patient.visit_fees.parity": 0.0,
}
"""Values under which every facility charges by its own list."""


class Parts(NamedTuple):
    """Shares of a bill by price level, each of shape (5,); the rest is other services (treatment, beds)."""

    consultation: F64
    procedures: F64
    tests: F64
    drugs: F64

    @property
    def services(self) -> F64:
        """Everything that is neither a test nor a drug: what doctors and nurses do."""
        return 1.0 - self.tests - self.drugs


@dataclass(frozen=True)
class PriceLists:
    """Mean bills by regime.

    Attributes
    ----------
    visit, stay : int64 array, shape (regimes, conditions * 3, 5)
        Bill of an outpatient visit, and of a stay of mean length; by condition, severity and level, fen.
    """

    visit: I64
    stay: I64


def bill_parts(values: Mapping[str, float], kind: str) -> Parts:
    """Composition of the bills of a `kind` (``visit`` or ``stay``) by price level.

    Hospitals beyond the city compose their bills as those of the city do. Shares that were drawn to more
    than the whole bill are cut in proportion.
    """
    tiers = (*LEVELS[:4], LEVELS[3])
    table = np.array(
        [[values[f"prices.part.{kind}.{part}.{tier}"] for tier in tiers] for part in Parts._fields]
    )
    return Parts(*(table / np.maximum(table.sum(axis=0), 1.0)))


def price_lists(
    catalogue: Catalogue, skill: F64, regimes: Sequence[Mapping[str, float]], senior: F64
) -> PriceLists:
    """Compile the price lists in force.

    Parameters
    ----------
    catalogue : Catalogue
    skill : float64 array, shape (conditions * 3,)
        Capability needed by condition and severity; it decides which diseases are listed for one price.
    regimes : sequence of mapping
        Parameter values of each regime.
    senior : float64 array, shape (regimes,)
        Share of township sessions held by senior doctors.
    """
    return PriceLists(
        visit=np.stack([visit_bills(catalogue, one, s) for one, s in zip(regimes, senior, strict=True)]),
        stay=np.stack([stay_bills(catalogue, skill, one) for one in regimes]),
    )


def visit_bills(catalogue: Catalogue, values: Mapping[str, float], senior: float = 0.0) -> I64:
    """Expected outpatient bill by condition and severity (rows) and level, fen.

    Parameters
    ----------
    senior : float
        Share of township sessions held by senior doctors, who charge more where their consultation fee has
        been raised to that of the county hospital.
    """
    mean = np.array([values[f"prices.visit.{level}"] for level in LEVELS])
    bills = _bills(catalogue.visit_cost, mean, values, "severity") * _list_factor(values, "visit")
    bills[:, TOWNSHIP] += senior * fee_raise(values)
    return _whole(bills)


def stay_bills(catalogue: Catalogue, skill: F64, values: Mapping[str, float]) -> I64:
    """Expected bill of a stay of mean length by condition and severity (rows) and level, fen."""
    mean = np.array([values[f"prices.stay.{level}"] for level in LEVELS])
    bills = _bills(catalogue.stay_cost, mean, values, "stay_severity") * _list_factor(values, "stay")
    listed = skill <= values["pay_patient.same_price.skill"]
    moved, between = values["pay_patient.same_price.disease"], values["pay_patient.same_price.common"]
    common = bills[:, TOWNSHIP] + between * (bills[:, COUNTY] - bills[:, TOWNSHIP])
    for level in (TOWNSHIP, COUNTY):
        bills[:, level] += np.where(listed, moved * (common - bills[:, level]), 0.0)
    return _whole(bills)


def fee_raise(values: Mapping[str, float]) -> float:
    """What a consultation of a senior doctor at a township centre costs more than by its old list, fen."""
    gap = values["prices.consultation_fee.senior"] - values["prices.consultation_fee.township"]
    return values["pay_patient.visit_fees.parity"] * max(gap, 0.0)


def exam_prices(values: Mapping[str, float]) -> tuple[int, int]:
    """Mean price of an examination at the lead hospital by the township's and by the county's list, fen.

    The mix of examinations is that of the inpatients whom township centres sent.
    """
    count = np.array([values[f"care.exam_count.{name}"] for name in EXAMINATIONS])
    price = np.array([values[f"prices.exam.{name}"] for name in EXAMINATIONS])
    mean = float((count * price).sum() / count.sum())
    return round(mean * values["prices.exam_list.township"]), round(mean)


def _list_factor(values: Mapping[str, float], kind: str) -> F64:
    """What rules on price lists make of the bill at each level, as a multiplier, shape (5,)."""
    parts, factor = bill_parts(values, kind), np.ones(len(LEVELS))
    discount, uniform = values["pay_patient.community_discount"], values["pay_patient.same_price.procedure"]
    for level in PRIMARY:
        name = LEVELS[level]
        # The list of services may be at most so much of the tertiary list; cheaper ones stay as they are.
        cheaper = min((1.0 - discount) / values[f"prices.service_list.{name}"], 1.0) - 1.0
        to_county = 1.0 / values[f"prices.procedure_list.{name}"] - 1.0
        procedures = cheaper + uniform * (to_county - cheaper)
        rest = parts.services[level] - parts.procedures[level]
        factor[level] += rest * cheaper + parts.procedures[level] * procedures
    return factor


def _bills(cost: F64, mean: F64, values: Mapping[str, float], by: str) -> F64:
    severity = np.array([values[f"prices.{by}.{name}"] for name in SEVERITIES])
    rows = (cost[:, None] * severity).ravel()
    return np.asarray(rows[:, None] * mean)


def _whole(bills: F64) -> I64:
    return np.floor(bills + 0.5).astype(np.int64)
