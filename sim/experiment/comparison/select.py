"""Which rows of the table of a comparison are shown together."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.experiment.comparison import words
from sim.indicators.burden import Dimension
from sim.indicators.registry import HEADLINE, group_indicators

Row = dict[str, Any]
BOARD = (
    "in_county_visit_rate", "in_county_admission_share", "primary_visit_share", "fund_balance_per_insured",
    "out_of_pocket_share", "travel_minutes", "wait_minutes", "forgone_share", "late_emergency_share",
    "emergency_death_share",
)  # fmt: skip
"""What a meeting asks first: where people go, the fund, own cost, travel, waiting, harm."""
GROUPED = (
    "own_cost_per_person", "forgone_share", "in_county_visit_share", "in_county_stay_share",
    "travel_minutes", "clinic_wait_minutes", "catastrophic_share", "late_emergency_share",
)  # fmt: skip
"""What is asked by group of people, in the order in which it is offered."""
MONTH = len("2024-01")
"""Length of the label of a month; that of a year is shorter."""


def records(table: pd.DataFrame) -> list[Row]:
    """Rows as mappings by column."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Rows on what happened to everybody in the whole area over the main period."""
    everybody = (table[["group", "scope", "period", "part"]] == "").all(axis=1)
    return table[everybody & (table["basis"] == "happened")]


def board(table: pd.DataFrame) -> list[Row]:
    """Rows of `BOARD`: by indicator in its order, then by scenario; those without a value are left out."""
    rows = [row for row in records(plain(table)) if row["difference"] == row["difference"]]
    return [row for name in BOARD for row in rows if row["indicator"] == name]


def by_month(table: pd.DataFrame, indicator: str) -> list[Row]:
    """Rows of an indicator by month."""
    months = table["period"].astype(str).str.len() == MONTH
    chosen = months & (table["indicator"] == indicator) & (table["basis"] == "happened")
    return records(table[chosen & (table[["group", "scope", "part"]] == "").all(axis=1)])


def by_group(table: pd.DataFrame, indicator: str, dimension: Dimension) -> list[Row]:
    """Rows of an indicator by the groups of one dimension; groups without anybody are left out."""
    prefix = f"{dimension.name.lower()}_"
    here = table["group"].astype(str).str.fullmatch(prefix + r"\d+")
    chosen = here & (table["indicator"] == indicator) & (table[["scope", "period", "part"]] == "").all(axis=1)
    return records(table[chosen & table["difference"].notna()])


def months_offered(table: pd.DataFrame) -> list[str]:
    """Indicators that are given by month."""
    there = set(table.loc[table["period"].astype(str).str.len() == MONTH, "indicator"])
    return [name for name in HEADLINE if name in there]


def groups_offered(table: pd.DataFrame) -> list[str]:
    """Indicators that are given by group, those most asked for first."""
    there = set(table.loc[table["group"].astype(str) != "", "indicator"])
    others = [one.id for one in group_indicators() if one.id not in GROUPED]
    return [name for name in (*GROUPED, *others) if name in there and name in words.labels()]
