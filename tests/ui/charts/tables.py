"""Rows of a comparison by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.experiment.comparison.table import COLUMNS

TITLES = {"b": "More doctors", "c": "Slips <b>"}
BASE = "As it is"


def row(indicator: str = "in_county_visit_rate", scenario: str = "b", **given: Any) -> dict[str, Any]:
    """One row; told apart, from 80 % to 82 %, unless given otherwise."""
    plain = dict.fromkeys(COLUMNS, math.nan) | dict.fromkeys(("group", "scope", "period", "part"), "")
    return plain | {
        "scenario": scenario, "against": "a", "indicator": indicator, "basis": "happened", "unit": "share",
        "better": "higher", "before": 0.80, "after": 0.82, "difference": 0.02, "low": 0.01, "high": 0.03,
        "verdict": "better", "before_low": 0.79, "before_high": 0.81, "after_low": 0.80, "after_high": 0.84,
    } | given  # fmt: skip


UNCLEAR = {"low": -0.01, "high": 0.05, "verdict": "unclear", "more_replicates": 4.0}


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of such rows."""
    return pd.DataFrame(rows, columns=list(COLUMNS))
