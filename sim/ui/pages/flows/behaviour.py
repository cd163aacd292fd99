"""From purse to behaviour: what facilities did beyond or short of judgement, beside what pushed them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import solara

from sim.errors import Text
from sim.experiment.comparison.words import labels
from sim.experiment.picture import Picture
from sim.indicators.indicator import UNITS
from sim.indicators.registry import by_id
from sim.ui.language import language, say
from sim.ui.widgets.runs import caption
from sim.ui.widgets.table import Column, DataTable

TITLE = Text("And on to behaviour", "进而影响行为")
READ = Text(
    "What money does against judgement, over the main period; with the 95 % chance interval of one run. "
    "Single runs do not tell policies apart: that is done on the page of comparisons.",
    "主要统计期内资金激励对专业判断的影响；括号内为单次模拟的 95% 偶然区间。单次模拟不能区分政策优劣，"
    "请以“方案比较”页为准。",
)
WHAT, UNIT = Text("Behaviour", "行为"), Text("Unit", "单位")
ACTS = (
    "avoidable_stays_per_1000", "stays_withheld_per_10000", "stays_deferred_per_10000", "shifted_per_person",
    "referrals_withheld", "kept_beyond_capability", "up_accepted_share", "down_served_share",
)  # fmt: skip


@solara.component
def Behaviour(shown: Sequence[Picture]) -> None:
    """Table of what facilities did, a column a run."""
    tongue = language()
    with solara.v.Html(tag="div", class_="cc-card", style_="margin-top: 14px"):
        solara.v.Html(tag="h2", children=[say(TITLE)])
        solara.v.Html(tag="p", class_="cc-small cc-muted", children=[say(READ)])
        titles = {f"run_{k}": Column(_both(one)) for k, one in enumerate(shown)}
        DataTable(
            acts(shown, tongue), "behaviour",
            {"what": Column(WHAT), **titles, "unit": Column(UNIT)}, downloads=True,
        )  # fmt: skip


def acts(shown: Sequence[Picture], tongue: str) -> pd.DataFrame:
    """Behaviours by run: ``what, run_0 … unit``, values in words with their chance interval."""
    known = by_id()
    rows = []
    for name in ACTS:
        if name not in known:
            continue
        share = known[name].unit == "share"
        row = {
            "what": labels()[name].say(tongue),
            "unit": "%" if share else UNITS[known[name].unit].say(tongue),
        }
        for k, picture in enumerate(shown):
            found = picture.of("all", indicator=name, period=picture.meta.main, basis="happened")
            row[f"run_{k}"] = _number(found, 100.0 if share else 1.0) if len(found) else "–"
        rows.append(row)
    return pd.DataFrame(rows)


def _number(found: pd.DataFrame, times: float) -> str:
    value, low, high = (times * float(found[name].iloc[0]) for name in ("value", "low", "high"))
    if value != value:
        return "–"
    return f"{value:,.2f}" + (f" ({low:,.2f}–{high:,.2f})" if low == low else "")


def _both(picture: Picture) -> Text:
    return Text(caption(picture, "en"), caption(picture, "zh"))
