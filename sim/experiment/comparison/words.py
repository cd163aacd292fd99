"""What a comparison says, in both languages: names of values, verdicts, differences with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sim.errors import Text
from sim.indicators import registry
from sim.indicators.groups import group_list
from sim.indicators.indicator import UNITS
from sim.policy.wording import per_cent

VERDICTS = {
    "better": Text("better", "更好"),
    "worse": Text("worse", "更差"),
    "unclear": Text("cannot be told apart", "无法区分"),
    "but_harm": Text("better, but others are harmed", "改善但有人受损"),
    "": Text("", ""),
}
PARTS = {
    "brought_home": Text("outside care brought home", "县外就医回流"),
    "new_in_county": Text("new care in the county", "县内新增就医"),
    "outside_forgone": Text("outside care forgone", "县外未再就医"),
}
HOW_TO_READ = (
    Text(
        "Each replicate is another random history with another draw of the uncertain numbers, the same in "
        "all scenarios. The interval tells how well the mean difference over them is known; chance and "
        "uncertain numbers are told apart in the table of all values.",
        "每次重复为另一随机历史并另抽一组不确定参数，各方案相同。区间表示其均值差的把握；"
        "偶然与参数不确定性的区分见全部数值表。",
    ),
    Text(
        "A package is never called better where the poorest fifth or emergencies clearly get worse.",
        "最低收入组或急症救治明显变差的方案，不称为更好。",
    ),
)
POINTS = Text("points", "百分点")
PER_CENT = Text("%", "%")
SCOPES = {"county": Text("county", "县区"), "community": Text("community", "医共体")}


@lru_cache(maxsize=1)
def labels() -> Mapping[str, Text]:
    """Names of all indicators by id."""
    groups = {one.id: one.label for one in registry.group_indicators()}
    return groups | {one.id: one.label for one in registry.all()}


def groups(values: Mapping[str, float]) -> dict[str, Text]:
    """Names of the groups of people by id."""
    return {one.name: one.label for one in group_list(values)}


def more(replicates: float) -> Text:
    """How many more replicates would tell two scenarios apart."""
    if math.isnan(replicates):
        return Text("", "")
    count = int(replicates)
    return Text(f"about {count} more replicates would tell", f"约再需 {count} 次重复才能区分")


def value(number: float, unit: str) -> str:
    """Write a value with as many digits as people read: shares in per cent."""
    if math.isnan(number):
        return "–"
    if unit == "share":
        return f"{100 * number:.2f}"
    if unit == "count" or abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{number:,.1f}" if abs(number) >= 100 else f"{number:,.2f}"


def level(number: float, unit: str) -> Text:
    """Write a value with its unit."""
    if math.isnan(number):
        return Text("–", "–")
    return in_unit(value(number, unit), unit_of(unit))


def in_unit(number: str, unit: Text) -> Text:
    """Set its unit behind a number that is written already."""
    return per_cent(number) if unit == PER_CENT else Text(f"{number} {unit.en}", f"{number} {unit.zh}")


def unit_of(unit: str, *, difference: bool = False) -> Text:
    """Unit in which a value is written, or a difference of two."""
    if unit == "share":
        return POINTS if difference else PER_CENT
    return UNITS[unit]


def with_unit(name: Text, unit: str, *, difference: bool = False) -> Text:
    """Name of a value with the unit in which it is written."""
    of = unit_of(unit, difference=difference)
    return Text(f"{name.en} ({of.en})", f"{name.zh}（{of.zh}）")


def place(scope: str) -> Text:
    """Name of a place as the table has it, as ``community:130304-1``; the whole area is empty."""
    kind, _, code = scope.partition(":")
    return Text(f"{SCOPES[kind].en} {code}", f"{SCOPES[kind].zh}{code}") if code else Text("", "")


def scaled(number: float, unit: str) -> float:
    """Value in the unit in which it is shown: shares in per cent."""
    return 100 * number if unit == "share" else number


def change(number: float, unit: str, beside: Iterable[float] = ()) -> str:
    """Write a difference with its sign: shares in points.

    Parameters
    ----------
    number : float
    unit : str
    beside : iterable of float
        Numbers that it is read with: the largest of all decides on the digits.
    """
    if math.isnan(number):
        return "–"
    largest = max(abs(scaled(one, unit)) for one in (number, *beside) if not math.isnan(one))
    size = f"{abs(scaled(number, unit)):,.{_decimals(largest)}f}"
    sign = "+" if number > 0 else "−"
    return sign + size if size.strip("0.,") else size


def _decimals(largest: float) -> int:
    """Decimals of numbers up to this size; two digits that count where all are small."""
    if 0 < largest < 0.1:
        return 1 - math.floor(math.log10(largest))
    return 0 if largest >= 1000 else 1 if largest >= 100 else 2


def interval(low: float, high: float, unit: str, beside: Iterable[float] = ()) -> str:
    """Write an interval of a difference; see `change`."""
    all_ = (low, high, *beside)
    return "" if math.isnan(low) else f"{change(low, unit, all_)} … {change(high, unit, all_)}"


def change_and_interval(row: Mapping[str, Any], value: str = "difference") -> tuple[str, str]:
    """Write a difference and its interval, of a row of a table, with the same decimals."""
    middle, low, high, unit = row[value], row["low"], row["high"], row["unit"]
    return change(middle, unit, (low, high)), interval(low, high, unit, (middle,))
