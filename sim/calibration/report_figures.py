"""Figures of the calibration report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.calibration.findings import figure_label, parameter_label
from sim.calibration.identify import IDENTIFIED
from sim.errors import Text
from sim.experiment.report.svg import COLOURS, GREY, drawing, svg_of

Row = dict[str, Any]
_YEAR = "2024"
"""Left out of the period where all figures are of one year."""
_ROW = 0.27
"""Inches a row."""
_LONGEST = 52
"""Characters of a label before its middle is cut; the table has it whole."""
_END = 22
STRONGEST = 14
"""Parameters that the map of sensitivity shows."""
HELD = 1
"""Colour of figures that were held out."""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - _END]}…{text[-_END:]}"


def _name(row: Row, language: str) -> str:
    return _short(
        figure_label(row["id"], row["indicator"], row["period"].removeprefix(_YEAR), row["scope"]).say(
            language
        )
    )


def _colour(row: Row) -> str:
    return COLOURS[HELD] if row["role"] == "held_out" else COLOURS[0]


def shares(rows: Sequence[Row], language: str) -> str:
    """Published and simulated shares with the 90 % interval of what would be published, per cent."""
    with drawing(1.0 + _ROW * len(rows)) as (figure, written):
        axes = figure.subplots()
        for y, row in enumerate(rows):
            ends = [100 * row["low"], 100 * row["high"]]
            axes.plot(ends, [y, y], color=_colour(row), linewidth=4, alpha=0.45, solid_capstyle="butt")
            axes.plot([100 * row["medoid"]], [y], "o", color=_colour(row), markersize=6)
            axes.plot([100 * row["published"]], [y], "D", color="black", markersize=5, fillstyle="none")
        axes.set_yticks(range(len(rows)), [_name(row, language) for row in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel("%")
    return svg_of(written, Text("Published and simulated shares", "公布与模拟占比").say(language))


def residuals(rows: Sequence[Row], language: str) -> str:
    """Simulated less published, in standard deviations; beyond three a figure is not met."""
    with drawing(1.0 + _ROW * len(rows)) as (figure, written):
        axes = figure.subplots()
        axes.axvspan(-2, 2, color=GREY, alpha=0.12, linewidth=0)
        for line in (-3, 0, 3):
            axes.axvline(line, color=GREY, linewidth=0.8, linestyle="-" if line == 0 else "--")
        for y, row in enumerate(rows):
            off = float(np.sign(row["medoid"] - row["published"]) * row["implausibility"])
            axes.plot([0, off], [y, y], color=_colour(row), linewidth=1.5)
            axes.plot([off], [y], "o", color=_colour(row), markersize=6)
        axes.set_yticks(range(len(rows)), [_name(row, language) for row in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel(
            Text("simulated less published, standard deviations", "模拟减公布（标准差）").say(language)
        )
    return svg_of(written, Text("Residuals", "残差").say(language))


def parameters(rows: Sequence[Row], language: str) -> str:
    """Each number's prior and posterior within its range, and how much narrower it became."""
    ordered = sorted(rows, key=lambda row: float(row["ratio"]))
    with drawing(1.2 + _ROW * len(ordered)) as (figure, written):
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=[3, 1])
        for y, row in enumerate(ordered):
            colour = COLOURS[0] if row["status"] == "identified" else COLOURS[4]
            low, size = row["prior_low"], (row["prior_high"] - row["prior_low"]) or 1.0
            before = [(row["prior_mean"] + k * 1.645 * row["prior_sd"] - low) / size for k in (-1, 1)]
            after = [(row[end] - low) / size for end in ("low", "high")]
            left.plot(np.clip(before, 0, 1), [y, y], color=GREY, linewidth=1.2)
            left.plot(after, [y, y], color=colour, linewidth=4, solid_capstyle="butt")
            left.plot(
                [(row["mean"] - low) / size], [y], "o", color=colour, markersize=5, markeredgecolor="white"
            )
            right.plot([0, row["ratio"]], [y, y], color=colour, linewidth=4, solid_capstyle="butt")
        left.set_yticks(
            range(len(ordered)), [_short(parameter_label(row["id"]).say(language)) for row in ordered]
        )
        left.set_ylim(len(ordered) - 0.4, -0.6)
        left.set_xlim(-0.02, 1.02)
        left.set_xticks(
            [0, 1], [Text("low end", "下限").say(language), Text("high end", "上限").say(language)]
        )
        left.set_xlabel(
            Text("thin: prior, thick: posterior (90 %)", "细线：先验；粗线：后验（90%）").say(language)
        )
        right.axvline(IDENTIFIED, color=GREY, linewidth=0.8, linestyle="--")
        right.set_xlim(0, 1.1)
        right.set_xlabel(Text("ratio of sd", "标准差比").say(language))
    return svg_of(written, Text("Prior and posterior", "先验与后验").say(language))


def sensitivity(rows: Sequence[Row], shown: Sequence[Row], language: str) -> str:
    """Which number moves which figure: total Sobol indices, the strongest numbers only."""
    ids = [row["id"] for row in shown]
    total = {(row["parameter"], row["figure"]): float(row["total"]) for row in rows}
    strength: dict[str, float] = {}
    for (parameter, figure_), value in total.items():
        if figure_ in ids:
            strength[parameter] = max(strength.get(parameter, 0.0), value)
    names = sorted(strength, key=lambda one: -strength[one])[:STRONGEST]
    table = np.array([[total.get((name, id_), 0.0) for id_ in ids] for name in names]).reshape(
        len(names), len(ids)
    )
    with drawing(2.6 + _ROW * len(names)) as (figure, written):
        axes = figure.subplots()
        axes.imshow(table, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for (y, x), value in np.ndenumerate(table):
            if value >= 0.05:
                axes.text(x, y, f"{value:.2f}", ha="center", va="center", fontsize=7,
                          color="white" if value > 0.55 else "black")  # fmt: skip
        axes.set_yticks(range(len(names)), [_short(parameter_label(name).say(language)) for name in names])
        labels = [_short(figure_label(row["id"], row["indicator"], "").say(language)) for row in shown]
        axes.set_xticks(range(len(ids)), labels, rotation=35, ha="right", rotation_mode="anchor", fontsize=9)
        axes.spines[:].set_visible(False)
    return svg_of(written, Text("Sensitivity", "敏感性").say(language))
