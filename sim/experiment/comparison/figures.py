"""Figures of a comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.report.svg import COLOURS, GREY, drawing, svg_of
from sim.experiment.shares import PARTS

Row = dict[str, Any]


def forest(rows: Sequence[Row], names: Mapping[str, str], language: str) -> str:
    """Differences of shares in points: thick is the interval of the mean, thin where single replicates lie.

    Parameters
    ----------
    rows : sequence of dict
        Rows of the table, one an indicator and scenario.
    names : mapping of str to str
        Titles of the scenarios by name, in order; each has its colour.
    """
    shown = list(dict.fromkeys(row["indicator"] for row in rows))
    labels = [words.labels()[name].say(language) for name in shown]
    with drawing(0.9 + 0.36 * len(shown) * (1 + 0.35 * (len(names) - 1))) as (figure, written):
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.8)
        for row in rows:
            k = list(names).index(row["scenario"])
            y = shown.index(row["indicator"]) + (k - (len(names) - 1) / 2) * 0.22
            middle, low, high = (100 * row[one] for one in ("difference", "low", "high"))
            axes.plot(
                [100 * row["effect_low"], 100 * row["effect_high"]], [y, y], color=COLOURS[k], linewidth=1
            )
            axes.plot([low, high], [y, y], color=COLOURS[k], linewidth=4, solid_capstyle="butt")
            axes.plot([middle], [y], "o", color=COLOURS[k], markersize=6, markeredgecolor="white")
        axes.set_yticks(range(len(shown)), labels)
        axes.invert_yaxis()
        axes.set_xlabel(Text("difference, percentage points", "差异（百分点）").say(language))
        _legend(axes, names)
    return svg_of(written, Text("Differences by indicator", "各指标差异").say(language))


def groups(rows: Sequence[Row], names: Mapping[str, str], labels: dict[str, Text], language: str) -> str:
    """Differences by group of people for one indicator, with intervals."""
    shown = list(dict.fromkeys(row["group"] for row in rows))
    scale = 100 if rows[0]["unit"] == "share" else 1
    with drawing(0.9 + 0.26 * len(shown) * (1 + 0.3 * (len(names) - 1))) as (figure, written):
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.8)
        for row in rows:
            k = list(names).index(row["scenario"])
            y = shown.index(row["group"]) + (k - (len(names) - 1) / 2) * 0.22
            axes.plot([scale * row["low"], scale * row["high"]], [y, y], color=COLOURS[k], linewidth=2)
            axes.plot([scale * row["difference"]], [y], "o", color=COLOURS[k], markersize=5)
        axes.set_yticks(range(len(shown)), [labels[name].say(language) for name in shown])
        axes.invert_yaxis()
        difference = Text("difference", "差异")
        axes.set_xlabel(words.with_unit(difference, rows[0]["unit"], difference=True).say(language))
        _legend(axes, names)
    return svg_of(written, words.labels()[rows[0]["indicator"]].say(language))


def sources(rows: Sequence[Row], names: Mapping[str, str], language: str) -> str:
    """Where the changes of in-county shares come from, stacked to the left and right of zero."""
    bars = list(dict.fromkeys((row["scenario"], row["indicator"]) for row in rows))
    with drawing(1.1 + 0.4 * len(bars)) as (figure, written):
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.8)
        left, right = np.zeros(len(bars)), np.zeros(len(bars))
        for k, part in enumerate(PARTS):
            found = {
                (row["scenario"], row["indicator"]): row["difference"] for row in rows if row["part"] == part
            }
            size = np.array([100 * found[bar] for bar in bars])
            begin = np.where(size < 0, left, right)
            axes.barh(
                range(len(bars)), size, left=begin, color=COLOURS[k], height=0.55,
                label=words.PARTS[part].say(language),
            )  # fmt: skip
            left, right = left + np.minimum(size, 0), right + np.maximum(size, 0)
        several = len(names) > 1
        told = [
            words.labels()[name].say(language) + (f"\n{names[scenario]}" if several else "")
            for scenario, name in bars
        ]
        axes.set_yticks(range(len(bars)), told)
        axes.invert_yaxis()
        axes.set_xlabel(Text("added to the share, percentage points", "对占比的贡献（百分点）").say(language))
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.4, -0.25), ncols=3, fontsize=9)
    return svg_of(written, Text("Where the change comes from", "变化来源").say(language))


def months(series: Sequence[tuple[str, Sequence[str], Sequence[float]]], label: str) -> str:
    """Monthly values of a share in per cent, a line a scenario: (name, months, values)."""
    with drawing(2.6) as (figure, written):
        axes = figure.subplots()
        for k, (name, at, values) in enumerate(series):
            colour = GREY if k == 0 else COLOURS[k - 1]
            axes.plot(at, [100 * one for one in values], color=colour, label=name, linewidth=2)
        axes.set_ylabel("%")
        every = math.ceil(len(series[0][1]) / 12)
        axes.set_xticks(series[0][1][::every])
        axes.legend(frameon=False, fontsize=9)
    return svg_of(written, label)


def _legend(axes: Any, names: Mapping[str, str]) -> None:
    if len(names) > 1:
        for k, name in enumerate(names.values()):
            axes.plot([math.nan], [math.nan], color=COLOURS[k], linewidth=4, label=name)
        axes.legend(frameon=False, fontsize=9)
