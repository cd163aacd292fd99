"""Stays made two on paper, or recorded as worse than they were, one by one."""

from __future__ import annotations

from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import Stay

SPLITS, RECORDED = purpose("stay.split"), purpose("stay.upcode")


def value_of(name: str, stay: Stay) -> float:
    """Value of a parameter of splitting at the hospital."""
    regimes = stay.facility.model.regimes
    return float(regimes.values[stay.facility.regime][f"pay_provider.case_split.{name}"])


def will_be_split(stay: Stay) -> bool:
    """Whether a stay will be ended early on paper."""
    share = stay.facility.model.book.incentive.split[stay.row][stay.facility.index]
    return stay.end - stay.start >= value_of("least_days", stay) and uniform_scalar(stay.key, SPLITS) < share


def upcoded(stay: Stay) -> bool:
    """Whether a stay is recorded one severity too high."""
    share = stay.facility.model.book.incentive.upcoded[stay.row][stay.facility.index]
    return stay.severity < 2 and uniform_scalar(stay.key, RECORDED) < share
