"""What an ablation found, on a page of 100 columns: headline differences, claims, harm, and how sure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.amounts import amount
from sim.cli.screen import Screen
from sim.cli.wrapping import columns, pad, wrap
from sim.errors import Text

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

WIDTH = 100
HEADS = {
    "in_county_visit_rate": Text("visits in", "县域就诊"),
    "in_county_admission_share": Text("stays in", "县域住院"),
    "in_county_fund_rate": Text("fund in", "县域基金"),
    "primary_visit_share": Text("primary", "基层就诊"),
    "primary_fund_share": Text("prim fund", "基层基金"),
    "out_of_pocket_share": Text("own cost", "自付占比"),
    "forgone_share": Text("forgone", "未就医"),
}
"""Headline shares that fit beside the name of a lever, in points."""
CELL = 9
HANG = "    "
MARKS = {"agrees": "✓", "disagrees": "✗", "unclear": "?"}
ARROWS = {"up": "↑", "down": "↓", "either": "±"}
VERDICTS = {
    "agrees": Text("agrees", "一致"),
    "disagrees": Text("disagrees", "相反"),
    "unclear": Text("unclear", "不明"),
}
MODES = {
    "on_alone": Text("switched on alone over no policy", "在无政策基线上单独启用"),
    "off_alone": Text("its part in the full package (switched off alone)", "在完整方案中的作用（单独停用）"),
}
PARTS = {
    "brought_home": Text("brought home", "县外就医回流"),
    "new_in_county": Text("new in the county", "县内新增"),
    "outside_forgone": Text("forgone outside", "县外未再就医"),
}
Row = dict[str, Any]


def show(
    screen: Screen, table: pd.DataFrame, scenario: Scenario, seeds: int, sample: float, out: Path
) -> None:
    """Print the page."""
    from sim.experiment.ablation.certainty import how_sure

    language = screen.language
    screen.line(f"{scenario.title.say(language)}  {scenario.start} – {scenario.until}")
    for mode in MODES:
        rows = table[(table["mode"] == mode) & (table["verdict"] != "not_applicable")]
        if len(rows):
            for line in _mode(screen, _dicts(rows), mode):
                screen.line(line)
    missing = table[table["verdict"] == "not_applicable"]
    if len(missing):
        screen.line()
        told = screen(
            f"Not applicable: {len(missing)} comparisons (what the package has not cannot be switched off).",
            f"{len(missing)} 项对照不适用（方案未启用的杠杆无从停用）。",
        )
        screen.line(told)
    screen.line()
    for text in how_sure(table, seeds, sample):
        for line in wrap(text.say(language), WIDTH - 1):
            screen.line(line)
    screen.line(screen(f"All indicators: {out / 'ablation.csv'}", f"全部指标：{out / 'ablation.csv'}"))


def _mode(screen: Screen, rows: list[Row], mode: str) -> Iterator[str]:
    language = screen.language
    title = f"── {MODES[mode].say(language)} "
    yield ""
    yield title + "─" * (WIDTH - 1 - columns(title))
    yield from _headlines(screen, rows)
    blocks = {
        screen("What is claimed", "文件主张"): [_claim(screen, row) for row in rows if _is_claim(row)],
        screen("Clear harm (worse than without the lever)", "明确的损害（较未启用时变差）"): [
            _harm(screen, row) for row in rows if row["movement"] == "worse" and row["about"] == "harm"
        ],
        screen(
            "Why an in-county share changed, points (fund: money, so other ratios count)",
            "县域内占比变化的来源（百分点；基金按金额，含报销比例变化）",
        ): _sources(screen, rows),
    }
    for heading, lines in blocks.items():
        yield ""
        yield heading
        for line in lines or [screen("  none", "  无")]:
            first, *others = wrap(line, WIDTH - 1 - len(HANG))
            yield from (first, *(HANG + other for other in others))


def _dicts(rows: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _headlines(screen: Screen, rows: list[Row]) -> Iterator[str]:
    language = screen.language
    levers = list(dict.fromkeys(row["lever"] for row in rows))
    room = WIDTH - 1 - (CELL + 1) * len(HEADS)
    yield screen(
        "Differences in percentage points; ✓ ✗ ? claim agrees, disagrees, is unclear; * clear, not claimed.",
        "差异为百分点；✓ ✗ ? 与主张一致、相反、不明；* 明确但文件未主张。",
    )
    heads = "".join(" " + pad(head.say(language), CELL, right=True) for head in HEADS.values())
    yield pad("", room) + heads
    found = {
        (row["lever"], row["indicator"]): row
        for row in rows
        if row["basis"] == "happened" and not row["group"] and not row["part"]
    }
    for lever in levers:
        cells = "".join(" " + pad(_cell(found.get((lever, name))), CELL, right=True) for name in HEADS)
        if columns(lever) > room:
            yield lever
            yield pad("", room) + cells
        else:
            yield pad(lever, room) + cells


def _cell(row: Row | None) -> str:
    if row is None or math.isnan(row["difference"]):
        return "– "
    if row["difference"] == 0:
        return "0" + MARKS.get(row["verdict"], " ")
    clear = row["low"] > 0 or row["high"] < 0
    return f"{100 * row['difference']:+.2f}" + MARKS.get(row["verdict"], "*" if clear else " ")


def _is_claim(row: Row) -> bool:
    return bool(row["claimed"]) and row["basis"] == "happened" and row["part"] == ""


def _claim(screen: Screen, row: Row) -> str:
    arrow = ARROWS[row["claimed"]]
    told = f"{row['lever']}  {_name(screen, row)} {arrow}  {_change(row)}"
    return f"{MARKS[row['verdict']]} {told}  {VERDICTS[row['verdict']].say(screen.language)}"


def _harm(screen: Screen, row: Row) -> str:
    return f"! {row['lever']}  {_name(screen, row)}  {_change(row)}"


def _change(row: Row) -> str:
    """Difference with its interval; shares in points."""

    def text(value: float) -> str:
        return ("+" if value > 0 else "−" if value < 0 else "") + _digits(abs(value), row["unit"])

    if math.isnan(row["low"]):
        return text(row["difference"])
    return f"{text(row['difference'])} ({text(row['low'])} … {text(row['high'])})"


def _digits(value: float, unit: str) -> str:
    """Amount with two digits more where it is small."""
    value = 100 * value if unit == "share" else value
    return amount(value, "") if value >= 0.1 or value == 0 else f"{value:.2g}"


def _name(screen: Screen, row: Row) -> str:
    from sim.indicators import registry

    groups = {one.id: one.label for one in registry.group_indicators()}
    known = registry.by_id()
    name = row["indicator"]
    label = (known[name].label if name in known else groups[name]).say(screen.language)
    unit = screen(", points", "，百分点") if row["unit"] == "share" else ""
    return label + (screen(", poorest fifth", "（最低收入组）") if row["group"] else "") + unit


def _sources(screen: Screen, rows: list[Row]) -> list[str]:
    """Lines of the in-county shares that change clearly: what brought home, new and forgone care add."""
    lines = []
    whole = {
        (row["lever"], row["indicator"]): row
        for row in rows
        if row["basis"] == "happened" and not row["part"] and not row["group"]
    }
    parts: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["part"]:
            parts.setdefault((row["lever"], row["indicator"]), []).append(row)
    for (lever, name), three in parts.items():
        total = whole[lever, name]
        if not (total["low"] > 0 or total["high"] < 0):
            continue
        told = ", ".join(
            f"{PARTS[row['part']].say(screen.language)} {100 * row['difference']:+.2f}" for row in three
        )
        head = HEADS[name].say(screen.language)
        lines.append(f"  {lever}  {head} {100 * total['difference']:+.2f} = {told}")
    return lines
