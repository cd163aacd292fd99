"""Indicators of the referral funnel, up, out of the county and down (双向转诊)."""

from __future__ import annotations

from collections.abc import Callable

from sim.errors import Text
from sim.indicators.funnel import DECLINED, Fate, Way
from sim.indicators.harm import Better
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.views import F64, Home

Measure = Callable[[Home], F64]
WAYS = {
    Way.UP: ("up", Text("Up-referrals", "上转")),
    Way.OUT: ("out", Text("Referrals out of the county", "向县域外转诊")),
    Way.DOWN: ("down", Text("Down-referrals", "下转")),
}
LOSSES = (
    (Fate.FAR, "too_far", Text("declined as too far", "因路远被拒绝")),
    (Fate.PRICE, "too_dear", Text("declined as too dear", "因费用被拒绝")),
    (Fate.TRUST, "no_trust", Text("declined for lack of trust or wish", "因不信任或不愿被拒绝")),
    (Fate.NO_SHOW, "no_show", Text("not attended", "未到诊")),
    (Fate.NO_SLOT, "no_slot", Text("without a place at the clinic", "无号源")),
    (Fate.NO_BED, "no_bed", Text("without a bed", "无床位")),
    (Fate.OVERTAKEN, "overtaken", Text("overtaken by death or another stay", "因死亡或已住院而终止")),
)
NEVER = {Way.DOWN: (Fate.NO_SHOW, Fate.NO_SLOT, Fate.OVERTAKEN)}
"""Losses that cannot happen: who goes down is in a bed already."""


def accepted(view: Home, way: Way) -> F64:
    """Referrals that the patient accepted."""
    return view.fates(way, Fate.OFFERED) - view.fates(way, *DECLINED)


def arrived(view: Home, way: Way) -> F64:
    """Referrals that ended in care: seen and, if needed, in a bed; or followed up at home."""
    return view.fates(way, Fate.ATTENDED, Fate.HOME)


def _share(
    id_: str, label: Text, better: Better, words: Text, top: Measure, whole: Measure
) -> Indicator[Home]:
    return Indicator(id_, label, "share", better, words, Formula(top, whole, chance="share"))


def _referrals(way: Way, official: tuple[str, ...]) -> Indicator[Home]:
    """Count of referrals in one direction."""
    name, label = WAYS[way]

    def reported(view: Home) -> F64:
        slips, seen = accepted(view, way), arrived(view, way)
        return slips + view.seen.referrals_served * (seen - slips)

    return Indicator(
        f"{name}_referrals",
        Text(label.en, label.zh + "人次"),
        "count",
        "none",
        Text(
            "Referrals that the patient accepted; reported: those seen there, or accepted, by the switch.",
            "患者接受的转诊人次；报告口径按开关为实际到诊或已接受的人次。",
        ),
        Formula(lambda v: accepted(v, way), chance="rate"),
        Formula(reported, source="returns", switches=("referrals_served",)),
        official,
    )


def _of_offered(way: Way) -> list[Indicator[Home]]:
    """Where the referrals of one direction are lost, as shares of all that were offered; they add up to 1."""
    name, label = WAYS[way]

    def offered(view: Home) -> F64:
        return view.fates(way, Fate.OFFERED)

    def fate(which: Fate) -> Measure:
        return lambda v: v.fates(way, which)

    rows = [
        _share(
            f"{name}_accepted_share",
            Text(f"{label.en} accepted", label.zh + "接受比例"),
            "none" if way == Way.OUT else "higher",
            Text("Accepted by the patient / offered.", "患者接受的转诊÷提出的转诊。"),
            lambda v: accepted(v, way),
            offered,
        ),
        _share(
            f"{name}_declined_share",
            Text(f"{label.en} declined", label.zh + "拒绝比例"),
            "none" if way == Way.OUT else "lower",
            Text("Declined by the patient / offered.", "患者拒绝的转诊÷提出的转诊。"),
            lambda v: v.fates(way, *DECLINED),
            offered,
        ),
        _share(
            f"{name}_served_share",
            Text(f"{label.en} that ended in care", label.zh + "完成比例"),
            "higher",
            Text("Seen there, in a bed if needed / offered.", "到诊（需住院者已入院）的转诊÷提出的转诊。"),
            lambda v: arrived(v, way),
            offered,
        ),
        _share(
            f"{name}_linked_share",
            Text(f"{label.en} inside the community or to a partner", label.zh + "在医共体内或合作医院的比例"),
            "none",
            Text(
                "Offered to a member of the community or a partner hospital / offered.",
                "转往医共体成员单位或合作医院的转诊÷提出的转诊。",
            ),
            lambda v: v.fates(way, Fate.OFFERED, linked=True),
            offered,
        ),
    ]
    for which, id_, words in LOSSES:
        if which not in NEVER.get(way, ()):
            rows.append(
                _share(
                    f"{name}_{id_}_share",
                    Text(f"{label.en} {words.en}", f"{label.zh}{words.zh}比例"),
                    "lower",
                    Text(f"{words.en[0].upper()}{words.en[1:]} / offered.", f"{words.zh}的转诊÷提出的转诊。"),
                    fate(which),
                    offered,
                )
            )
    return rows


def _served_side(way: Way, linked: bool) -> Indicator[Home]:
    """Referrals that ended in care among those to one side."""
    name, label = WAYS[way]
    side, words = ("other", Text("outside the community and partners", "医共体及合作医院外"))
    if linked:
        side, words = ("linked", Text("inside the community or to a partner", "医共体内或合作医院"))
    return _share(
        f"{name}_served_{side}_share",
        Text(f"{label.en} {words.en} that ended in care", f"{label.zh}（{words.zh}）完成比例"),
        "higher",
        Text(
            f"Seen there, in a bed if needed / offered, {words.en}.", f"{words.zh}：到诊的转诊÷提出的转诊。"
        ),
        lambda v: v.fates(way, Fate.ATTENDED, Fate.HOME, linked=linked),
        lambda v: v.fates(way, Fate.OFFERED, linked=linked),
    )


def _returned(way: Way) -> Indicator[Home]:
    name, label = WAYS[way]
    return _share(
        f"{name}_returned_share",
        Text(f"{label.en} returned to the referrer", label.zh + "后转回比例"),
        "higher",
        Text("Returned after a stay / seen there.", "住院后转回÷完成诊疗的转诊。"),
        lambda v: v.fates(way, Fate.RETURNED),
        lambda v: v.fates(way, Fate.ATTENDED),
    )


INDICATORS: tuple[Indicator[Home], ...] = (
    _referrals(Way.UP, ("IND28",)),
    *_of_offered(Way.UP),
    _served_side(Way.UP, linked=True),
    _served_side(Way.UP, linked=False),
    _returned(Way.UP),
    _referrals(Way.OUT, ()),
    *_of_offered(Way.OUT),
    _served_side(Way.OUT, linked=True),
    _served_side(Way.OUT, linked=False),
    _returned(Way.OUT),
    _referrals(Way.DOWN, ("IND28",)),
    *_of_offered(Way.DOWN),
    _share(
        "down_home_share",
        Text("Down-referrals home to the own team", "下转回村由签约团队随访比例"),
        "none",
        Text("Home early with follow-up / offered.", "提前回家并由团队随访的下转÷提出的下转。"),
        lambda v: v.fates(Way.DOWN, Fate.HOME),
        lambda v: v.fates(Way.DOWN, Fate.OFFERED),
    ),
    _share(
        "down_bounced_share",
        Text("Down-referrals not held at the township", "下转后未能在基层解决比例"),
        "lower",
        Text("Need not met at the township / taken over there.", "下转后基层未能解决÷基层接收的下转。"),
        lambda v: v.fates(Way.DOWN, Fate.BOUNCED),
        lambda v: v.fates(Way.DOWN, Fate.ATTENDED),
    ),
    Indicator(
        "down_up_ratio",
        Text("Referrals down per referral up", "下转与上转之比"),
        "ratio",
        "none",
        Text("Referrals down that ended in care / referrals up that did.", "完成的下转人次÷完成的上转人次。"),
        Formula(lambda v: arrived(v, Way.DOWN), lambda v: arrived(v, Way.UP), chance="odds"),
        official=("IND28",),
    ),
)
