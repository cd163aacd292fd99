"""Indicators of the referral funnel, up and down (双向转诊)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.harm import part
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Person
from sim.indicators.views import F64, Home


def _referrals(
    direction: str, label: Text, accepted: Person, served: Person, official: tuple[str, ...]
) -> Indicator[Home]:
    """Count of referrals in one direction."""

    def reported(view: Home) -> F64:
        slips, seen = view.people(accepted), view.people(served)
        return slips + view.seen.referrals_served * (seen - slips)

    return Indicator(
        f"{direction}_referrals",
        label,
        "count",
        "none",
        Text(
            "Referrals that the patient accepted; reported: those seen there, or accepted, by the switch.",
            "患者接受的转诊人次；报告口径按开关为实际到诊或已接受的人次。",
        ),
        Formula(lambda v: v.people(accepted), chance="rate"),
        Formula(reported, source="returns", switches=("referrals_served",)),
        official,
    )


INDICATORS: tuple[Indicator[Home], ...] = (
    _referrals("up", Text("Referrals up", "上转人次"), Person.UP_ACCEPTED, Person.UP_SERVED, ("IND28",)),
    part(
        "up_accepted_share",
        Text("Up-referrals accepted", "上转接受比例"),
        "higher",
        Person.UP_ACCEPTED,
        Person.UP_OFFERED,
        Text("Accepted / offered.", "患者接受的上转÷提出的上转。"),
    ),
    part(
        "up_declined_share",
        Text("Up-referrals declined", "上转拒绝比例"),
        "lower",
        Person.UP_DECLINED,
        Person.UP_OFFERED,
        Text("Declined by the patient / offered.", "患者拒绝的上转÷提出的上转。"),
    ),
    part(
        "up_attended_share",
        Text("Up-referrals attended", "上转到诊比例"),
        "higher",
        Person.UP_ATTENDED,
        Person.UP_ACCEPTED,
        Text("Came / accepted.", "到诊的上转÷接受的上转。"),
    ),
    part(
        "up_no_show_share",
        Text("Up-referrals not attended", "上转未到诊比例"),
        "lower",
        Person.UP_NO_SHOW,
        Person.UP_ACCEPTED,
        Text("Did not come / accepted.", "未到诊的上转÷接受的上转。"),
    ),
    part(
        "up_no_slot_share",
        Text("Up-referrals without a place", "上转无号比例"),
        "lower",
        Person.UP_NO_SLOT,
        Person.UP_ACCEPTED,
        Text("Found no place / accepted.", "无号源的上转÷接受的上转。"),
    ),
    part(
        "up_served_share",
        Text("Up-referrals that ended in care", "上转完成比例"),
        "higher",
        Person.UP_SERVED,
        Person.UP_OFFERED,
        Text("Seen there / offered.", "完成诊疗的上转÷提出的上转。"),
    ),
    part(
        "up_returned_share",
        Text("Up-referrals returned to the referrer", "上转后转回比例"),
        "higher",
        Person.UP_RETURNED,
        Person.UP_SERVED,
        Text("Returned / seen there.", "转回的上转÷完成诊疗的上转。"),
    ),
    Indicator(
        "out_referrals",
        Text("Referrals out of the county", "向县域外转诊人次"),
        "count",
        "none",
        Text(
            "Slips for the city that county hospitals wrote and patients accepted.",
            "县级医院开具并被患者接受的向市级转诊单。",
        ),
        Formula(lambda v: v.people(Person.OUT_ACCEPTED), chance="rate"),
    ),
    part(
        "out_accepted_share",
        Text("Referrals out of the county accepted", "向县域外转诊接受比例"),
        "none",
        Person.OUT_ACCEPTED,
        Person.OUT_OFFERED,
        Text("Accepted / offered.", "患者接受的向外转诊÷提出的向外转诊。"),
    ),
    _referrals(
        "down", Text("Referrals down", "下转人次"), Person.DOWN_ACCEPTED, Person.DOWN_SERVED, ("IND28",)
    ),
    part(
        "down_accepted_share",
        Text("Down-referrals accepted", "下转接受比例"),
        "higher",
        Person.DOWN_ACCEPTED,
        Person.DOWN_OFFERED,
        Text("Accepted / offered.", "患者接受的下转÷提出的下转。"),
    ),
    part(
        "down_declined_share",
        Text("Down-referrals declined", "下转拒绝比例"),
        "lower",
        Person.DOWN_DECLINED,
        Person.DOWN_OFFERED,
        Text("Declined by the patient / offered.", "患者拒绝的下转÷提出的下转。"),
    ),
    part(
        "down_no_bed_share",
        Text("Down-referrals without a bed", "下转无床比例"),
        "lower",
        Person.DOWN_NO_BED,
        Person.DOWN_ACCEPTED,
        Text("Found no bed / accepted.", "无床位的下转÷接受的下转。"),
    ),
    part(
        "down_served_share",
        Text("Down-referrals that ended in care", "下转完成比例"),
        "higher",
        Person.DOWN_SERVED,
        Person.DOWN_OFFERED,
        Text("Taken over / offered.", "完成接收的下转÷提出的下转。"),
    ),
    Indicator(
        "down_up_ratio",
        Text("Referrals down per referral up", "下转与上转之比"),
        "ratio",
        "none",
        Text("Referrals down that ended in care / referrals up that did.", "完成的下转人次÷完成的上转人次。"),
        Formula(lambda v: v.people(Person.DOWN_SERVED), lambda v: v.people(Person.UP_SERVED), chance="odds"),
        official=("IND28",),
    ),
)
