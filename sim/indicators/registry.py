"""The registry of indicators (指标库): the one list of what is made of the tallies."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from sim.declare import parameter_folder
from sim.errors import Text
from sim.indicators import (
    accounts,
    against_judgement,
    contracts,
    fairness,
    harm,
    institutions,
    insured,
    per_insured,
    referral,
    supports,
    team,
    tiers,
    use,
)
from sim.indicators.bearers import Groups
from sim.indicators.indicator import Indicator
from sim.indicators.views import Home, Sites

HEADLINE = (
    "in_county_visit_rate",
    "in_county_visit_ceiling",
    "in_county_admission_share",
    "in_county_fund_rate",
    "primary_fund_share",
    "primary_visit_share",
    "lead_high_surgery_share",
    "visits_per_resident",
    "settled_visits_per_insured",
    "settled_chronic_visits_per_insured",
    "stays_per_100_insured",
    "out_of_pocket_share",
    "fund_balance_per_insured",
    "forgone_share",
    "late_emergency_share",
)
"""What the command line prints; the ceiling stands beside the rate that has a goal of 90 %."""


@dataclass(frozen=True)
class Official:
    """How an official indicator is answered.

    Attributes
    ----------
    id : str
        Row of `scenarios/data/indicators.csv`.
    name : Text
    computed_as : tuple of str
        Indicators of this registry; empty when it is not computed.
    reason : Text
        Why not, or what the answer leaves out.
    """

    id: str
    name: Text
    computed_as: tuple[str, ...]
    reason: Text


def home_indicators() -> tuple[Indicator[Home], ...]:
    """List the indicators by where people live."""
    return (
        insured.INDICATORS
        + per_insured.INDICATORS
        + use.INDICATORS
        + referral.INDICATORS
        + harm.INDICATORS
        + against_judgement.INDICATORS
        + team.INDICATORS
        + supports.INDICATORS
        + contracts.INDICATORS
        + accounts.INDICATORS
        + tiers.HOME
        + tiers.CONDITIONS
    )


def site_indicators() -> tuple[Indicator[Sites], ...]:
    """List the indicators by where care is given."""
    return institutions.INDICATORS + tiers.SITES


def group_indicators() -> tuple[Indicator[Groups], ...]:
    """List the indicators by group of people.

    Those that are also given by county have the same id there.
    """
    return fairness.INDICATORS


def all() -> list[Indicator[Home] | Indicator[Sites]]:
    """Every indicator, in the order of the table."""
    return [*home_indicators(), *site_indicators()]


@lru_cache(maxsize=1)
def by_id() -> dict[str, Indicator[Home] | Indicator[Sites]]:
    """Every indicator by its id."""
    return {indicator.id: indicator for indicator in all()}


def headline() -> list[Indicator[Home] | Indicator[Sites]]:
    """List the indicators that a run prints."""
    return [by_id()[name] for name in HEADLINE]


def official() -> list[Official]:
    """Read the list of official indicators with the answer to each, or the reason why there is none."""
    folder = parameter_folder().parent / "data"
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        names = {row["id"]: Text(row["name_en"], row["name_zh"]) for row in csv.DictReader(file)}
    with (folder / "official_indicators.csv").open(encoding="utf-8", newline="") as file:
        return [
            Official(
                row["official_id"],
                names[row["official_id"]],
                tuple(filter(None, row["computed_as"].split(";"))),
                Text(row["reason_en"], row["reason_zh"]),
            )
            for row in csv.DictReader(file)
        ]
