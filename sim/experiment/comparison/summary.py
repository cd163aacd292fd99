"""What a comparison says in a few words: which indicators move which way, and who is harmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.comparison.select import BOARD, Row
from sim.experiment.comparison.table import guarded
from sim.indicators.registry import HEADLINE

SHOWN = (*HEADLINE, *(name for name in BOARD if name not in HEADLINE))
"""Indicators that a report shows and sums up."""


class Verdict(NamedTuple):
    """Indicators that share a verdict: its id, its words, and their names, all in one language."""

    id: str
    label: str
    names: str


def verdicts(found: Mapping[str, Row], language: str, shown: Sequence[str] = SHOWN) -> list[Verdict]:
    """Sum up one scenario: indicators by verdict, in the order in which they matter.

    Parameters
    ----------
    found : mapping of str to dict
        Rows of one scenario by indicator.
    language : str
    shown : sequence of str
        Indicators that are summed up.
    """
    joint = Text(", ", "、").say(language)
    told = []
    for verdict in ("better", "but_harm", "worse", "unclear"):
        names = [name for name in shown if name in found and found[name]["verdict"] == verdict]
        if names:
            label = words.VERDICTS[verdict].say(language)
            labels = (words.labels()[name].say(language) for name in names)
            told.append(Verdict(verdict, label[:1].upper() + label[1:], joint.join(labels)))
    return told


def harms(
    table: pd.DataFrame, scenario: str, groups: Mapping[str, Text], language: str
) -> list[str]:  # fmt: skip
    """Name what clearly gets worse for the poorest fifth or in emergencies, with its change.

    Parameters
    ----------
    groups : mapping of str to Text
        Names of the groups of people by id.
    """
    told = []
    for row in guarded(table, scenario):
        label = words.labels()[row["indicator"]].say(language)
        who = f" ({groups[row['group']].say(language)})" if row["group"] else ""
        unit = words.unit_of(row["unit"], difference=True).say(language)
        told.append(f"{label}{who} {words.change(row['difference'], row['unit'])} {unit}")
    return told
