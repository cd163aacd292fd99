"""The table of the validation board, its counts, and its section of the README."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pandas as pd

from sim.calibration.board_mapping import Board, Row
from sim.calibration.board_verdict import NOT, VERDICTS, Effect, verdict_of
from sim.calibration.folder import calibration_folder
from sim.errors import Text
from sim.experiment.batch.runner import outcomes
from sim.experiment.batch.store import Store

FILE = "board.csv"
COLUMNS = (
    "id", "pair", "verdict", "clear", "published", "published_low", "published_high", "unit", "finding",
    "grade", "effect", "low", "high", "mean_low", "mean_high", "margin", "replicates", "sample", "draws",
    "note_en", "note_zh",
)  # fmt: skip
POSTERIOR, PRIORS = "posterior", "ranges"
NO_VALUE = Text("a value of the runs is missing", "模拟结果中缺少所需数值")
FEW = 3
"""Significant digits shown."""
HOW_TO_READ = (
    Text(
        "Inside: the published value lies where 95 % of the model's replicates lie, or the model's mean in "
        "the study's own interval. Each replicate is another random history with another draw of the "
        "uncertain numbers, the same with and without the policy.",
        "“区间内”指已发表值落在模型 95% 的重复之内，或模型均值落在研究自身的区间内。"
        "每次重复为另一随机历史并另抽一组不确定参数，有无政策两侧相同。",
    ),
    Text(
        "The sign is not clear where the interval of the mean over replicates holds no effect. Nothing here "
        "was used to fit the model.",
        "重复均值的区间含“无作用”时方向不明。此处的任何数字都未用于拟合模型。",
    ),
)


def board_table(board: Board, store: Store, replicates: int) -> pd.DataFrame:
    """Hold the model against every published effect, by finished runs.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`, one row a published effect. ``effect`` is the mean over replicates, ``low`` to
        ``high`` where 95 % of single replicates lie, ``mean_low`` to ``mean_high`` the interval of the mean;
        ``clear`` tells whether the latter leaves no effect out. ``draws`` says where
        the numbers of the replicates come from: the ``posterior`` of the place, or the declared ``ranges``.
    """
    rows = [_cells(row, store, replicates) for row in board.rows]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _cells(row: Row, store: Store, replicates: int) -> dict[str, object]:
    one, nan = row.published, math.nan
    cells: dict[str, object] = dict.fromkeys(COLUMNS, nan) | {
        "id": one.id, "pair": "", "verdict": NOT, "clear": "", "unit": one.unit, "finding": one.finding,
        "grade": one.grade, "draws": "", "note_en": row.note.en, "note_zh": row.note.zh,
    }  # fmt: skip
    if one.finding != "sign":
        cells |= {"published": one.value, "published_low": one.low, "published_high": one.high}
    if row.pair is None or row.measure is None:
        return cells
    without, having = (outcomes(store, side) for side in row.pair.sides(replicates))
    effect = row.measure.effect(without, having)
    cells |= {"pair": row.pair.id, "replicates": replicates, "sample": row.pair.sample, "margin": row.margin}
    cells["draws"] = PRIORS if row.pair.without.posterior is None else POSTERIOR
    if not math.isfinite(effect.value):
        return cells | {"note_en": NO_VALUE.en, "note_zh": NO_VALUE.zh}
    return cells | _told(effect) | {"verdict": verdict_of(one, effect, row.margin)}


def _told(effect: Effect) -> dict[str, object]:
    return {
        "effect": effect.value, "low": effect.low, "high": effect.high, "mean_low": effect.mean_low,
        "mean_high": effect.mean_high, "clear": "yes" if effect.clear else "no",
    }  # fmt: skip


def counts(table: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Rows by verdict, and those among them whose sign is clear, in the order of `VERDICTS`."""
    every = Counter(table["verdict"])
    clear = Counter(table.loc[table["clear"] == "yes", "verdict"])
    return {verdict: (every[verdict], clear[verdict]) for verdict in VERDICTS if every[verdict]}


def to_csv(table: pd.DataFrame) -> str:
    """Return the table as text."""
    return table.to_csv(index=False, lineterminator="\n", float_format="%.6g")


def read_table(file: Path | None = None) -> pd.DataFrame:
    """Read a table that was written; texts stay texts."""
    kinds = dict.fromkeys(("id", "pair", "clear", "draws", "note_en", "note_zh"), str)
    table = pd.read_csv(file or calibration_folder() / FILE, dtype=kinds)
    return table.fillna(dict.fromkeys(kinds, ""))


def number(value: float) -> str:
    """Write a number with few digits."""
    if math.isnan(value):
        return ""
    digits = max(FEW - 1 - math.floor(math.log10(abs(value))), 0) if value else 0
    return f"{value:,.{digits}f}".replace("-", "−")


def span(low: float, high: float) -> str:
    """Write an interval; empty without both ends."""
    return f"{number(low)} … {number(high)}" if math.isfinite(low) and math.isfinite(high) else ""


def found(row: dict[str, object]) -> str:
    """Write what the study found."""
    value, low, high = (float(str(row[key])) for key in ("published", "published_low", "published_high"))
    if row["finding"] == "sign":
        return str(row["unit"])
    told = " ".join(filter(None, (number(value), f"({span(low, high)})" if span(low, high) else "")))
    return f"null {told}".strip() if row["finding"] == "null" else told
