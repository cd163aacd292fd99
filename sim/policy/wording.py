"""Numbers, days and uses of levers in words of both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sim.declare import UNIT_WORDS
from sim.errors import Text
from sim.policy.groups import LABELS as GROUPS
from sim.policy.use import LeverUse
from sim.reading import ALWAYS

PlaceName = Callable[[str, str], Text]
"""Name of a place from its kind (a field of `Where`) and its code."""
FAMILIES = {
    "contract": Text("Contracting", "签约"),
    "referral": Text("Referral", "转诊"),
    "pay_patient": Text("Reimbursement", "医保报销"),
    "pay_provider": Text("Paying providers", "医保支付"),
    "capability": Text("Capability and shared resources", "资源下沉与共享"),
    "governance": Text("Governance", "治理"),
}
"""What the families of levers are called; another is called by its name."""
EVIDENCE = {
    "official": Text("official document", "官方文件"),
    "statistics": Text("statistics", "统计数据"),
    "study": Text("study", "研究文献"),
    "calibrated": Text("calibrated", "校准"),
    "assumption": Text("assumption", "假设"),
    "neutral": Text("neutral while off", "未启用时的中性值"),
}
AUTHORITIES = {
    "county": Text("county", "县"),
    "city": Text("city", "市"),
    "province": Text("province", "省"),
    "hospital": Text("hospital", "医院"),
}
SCOPES = {
    "people": Text("groups of people", "人群"),
    "places": Text("places", "地点"),
    "facilities": Text("facilities", "机构"),
}
_BEFORE = ("per_1000", "per_10000", "per_year", "per_day")  # in Chinese these stand before the number


def quantity(value: float, unit: str) -> Text:
    """Value with its unit: shares in per cent, money in yuan, switches in words."""
    if unit == "switch":
        return Text("on", "开") if value else Text("off", "关")
    if unit == "share":
        return percent(value)
    if unit == "fen":
        number = _number(value / 100)
        return Text(f"{number} yuan", f"{number} 元")
    number = _number(value)
    word = UNIT_WORDS.get(unit)
    if word is None:
        return Text(number, number)
    zh = f"{word.zh} {number}" if unit in _BEFORE else f"{number} {word.zh}"
    return Text(f"{number} {word.en}", zh)


def percent(share: float, decimals: int | None = None) -> Text:
    """Share in per cent, with so many decimals, or up to four digits that count."""
    return per_cent(_number(100 * share) if decimals is None else f"{100 * share:,.{decimals}f}")


def per_cent(number: str) -> Text:
    """Number or range with its sign of per cent, set off by a space in English and not in Chinese."""
    return Text(f"{number} %", f"{number}%")


def span(low: float, high: float, unit: str) -> Text:
    """Range of a number with its unit; empty when it has no width."""
    if low == high:
        return Text("", "")
    if unit == "share":
        return per_cent(f"{_number(100 * low)}–{_number(100 * high)}")
    first, last = quantity(low, unit), quantity(high, unit)
    if unit in UNIT_WORDS and unit not in _BEFORE:
        return Text(f"{first.en.split(' ')[0]}–{last.en}", f"{first.zh.split(' ')[0]}–{last.zh}")
    return Text(f"{first.en}–{last.en}", f"{first.zh}–{last.zh}")


def days(start: date, end: date | None) -> Text:
    """From when to when, in words."""
    if start == ALWAYS:
        return Text(f"until {end}", f"至 {end}") if end else Text("from the start", "自始")
    if end == start:
        return Text(f"on {start}", f"{start} 当天")
    return Text(f"{start} to {end}", f"{start} 至 {end}") if end else Text(f"from {start}", f"自 {start} 起")


def in_words(use: LeverUse, name: PlaceName) -> Text:
    """Tell a use in one phrase: days, ramp, places, groups."""
    parts = [days(use.start, use.end)]
    if use.ramp_days:
        parts.append(
            Text(f"in full after {use.ramp_days} days", f"{use.ramp_days} 天内逐步到位")
        )  # fmt: skip
    named = [name(kind, code) for kind in ("counties", "communities", "townships") for code in
             getattr(use.where, kind)]  # fmt: skip
    facilities = [name("facilities", code) for code in use.where.facilities]
    if named:
        parts.append(Text("in " + _listed(named).en, "限于" + _listed(named).zh))
    if facilities:
        parts.append(Text("at " + _listed(facilities).en, "限于" + _listed(facilities).zh))
    if use.who:
        groups = [GROUPS[trait] for trait in use.who]
        parts.append(Text("for " + _listed(groups).en, "面向" + _listed(groups).zh))
    if not use.scoped:
        parts.append(Text("everywhere", "全域"))
    return Text(", ".join(one.en for one in parts), "，".join(one.zh for one in parts))


def _listed(names: list[Text]) -> Text:
    *first, last = names
    if not first:
        return last
    return Text(
        ", ".join(one.en for one in first) + f" and {last.en}", "、".join(one.zh for one in names)
    )  # fmt: skip


def _number(value: float) -> str:
    """Number as people read it: up to four digits that count."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"
