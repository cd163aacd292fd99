"""The figures of the outside world: what was published, where, when, and how well that was checked."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.calibration.board_effects import GRADES, load_effects
from sim.errors import Text
from sim.scenario import scenario_folder
from sim.ui.pages.sources.words import amount, place
from sim.ui.widgets.table import Column

FILES = ("figures_targets.csv", "figures_inputs.csv")
CHECKED = {
    "verified": Text("verified at the source", "已与原文核对"),
    "memory": Text("from memory, to be checked", "凭记忆，待核对"),
}
SHOWN = {
    "id": Column(Text("Id", "编号"), whole=True),
    "name": Column(Text("Figure", "数字")),
    "place": Column(Text("Place", "地区"), whole=True),
    "year": Column(Text("Period", "时间"), whole=True),
    "told": Column(Text("Value", "数值")),
    "checked": Column(Text("Checked", "核对"), whole=True),
    "source": Column(Text("Source", "来源")),
}
EFFECTS = {
    **{name: SHOWN[name] for name in ("id", "name", "place", "year", "told")},
    "name": Column(Text("Published effect", "已发表的效果")),
    "grade": Column(Text("Design", "研究设计")),
    "source": SHOWN["source"],
}


def figures(language: str) -> pd.DataFrame:
    """Return the published figures.

    Returns
    -------
    pd.DataFrame
        Columns `SHOWN` as text, and confidence and url as they are in the files.
    """
    folder = scenario_folder() / "data"
    frame = pd.concat([pd.read_csv(folder / name, dtype=str, keep_default_na=False) for name in FILES])
    told = [
        _told(*cells, language)
        for cells in zip(frame["value"], frame["low"], frame["high"], frame["unit"], strict=True)
    ]
    return pd.DataFrame(
        {
            "id": frame["id"],
            "name": frame[f"name_{language}"],
            "place": [place(one, language) for one in frame["place"]],
            "year": frame["year"],
            "told": told,
            "checked": [_checked(one, language) for one in frame["confidence"]],
            "source": frame["source_title"],
            "confidence": frame["confidence"],
            "url": frame["source_url"],
        }
    ).reset_index(drop=True)


def effects(language: str) -> pd.DataFrame:
    """Return the published effects of policies, columns `EFFECTS` as text, and the url."""
    return pd.DataFrame(
        [
            {
                "id": one.id,
                "name": one.name.say(language),
                "place": place(one.place, language),
                "year": one.year,
                "told": _told(_plain(one.value), _plain(one.low), _plain(one.high), one.unit, language),
                "grade": f"{one.grade}: {GRADES[one.grade].say(language)}",
                "source": one.source,
                "url": one.url,
            }
            for one in load_effects().values()
        ]
    )


def confidences(frame: pd.DataFrame, language: str) -> Mapping[str, str]:
    """Return how figures were checked, as far as it occurs, and what that is called."""
    return {str(one): _checked(str(one), language) for one in frame["confidence"].unique()}


def _checked(confidence: str, language: str) -> str:
    return CHECKED.get(confidence, Text(confidence, confidence)).say(language)


def _told(value: str, low: str, high: str, unit: str, language: str) -> str:
    """Write a value with its range and unit; a range alone where there is no value."""
    ends = f"{low} … {high}" if low and high else ""
    number = f"{value} ({ends})" if value and ends else value or ends
    return amount(number, unit, language)


def _plain(number: float) -> str:
    return "" if number != number else f"{number:g}"
