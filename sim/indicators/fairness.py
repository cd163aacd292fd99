"""Indicators by group of people: use, access, cost and harm by who bears it (公平与伤害).

Where the same indicator is also given by county it has the same id, name and definition, and over all groups
the same value.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.errors import Text
from sim.indicators import against_judgement, harm, referral, use
from sim.indicators.bearers import Groups
from sim.indicators.burden import Borne, Each
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.views import F64

Better = Literal["higher", "lower", "none"]
BY_COUNTY = {one.id: one for module in (use, referral, harm, against_judgement) for one in module.INDICATORS}


def _as_by_county(id_: str, formula: Formula[Groups]) -> Indicator[Groups]:
    """Make an indicator that is also given by county."""
    one = BY_COUNTY[id_]
    return Indicator(one.id, one.label, one.unit, one.better, one.definition, formula)


def _heads(part: Borne, whole: Borne) -> Formula[Groups]:
    """Part of counted people or events."""
    return Formula(lambda v: v.count(part), lambda v: v.count(whole), chance="share")


def _each(what: Each, per: float = 1.0) -> Formula[Groups]:
    """Mean over people of what each has."""
    return Formula(lambda v: v.count(Borne[what.name]), Groups.people, per=per, each=what)


def _rate(*measures: Borne, per: float) -> Formula[Groups]:
    return Formula(lambda v: v.count(*measures), Groups.people, per=per, chance="rate")


def _occasions(view: Groups) -> F64:
    return view.count(Borne.VISITS, Borne.PHARMACY, Borne.SELF_CARE, Borne.GAVE_UP)


def _per_person(
    id_: str, label: Text, unit: str, better: Better, what: Text, formula: Formula[Groups]
) -> Indicator[Groups]:
    words = Text(
        f"{what.en} / mean number of people, those who live away included, over the period.",
        f"{what.zh}÷平均人口（含外出人员，期内累计）。",
    )
    return Indicator(id_, label, unit, better, words, formula)


INDICATORS: tuple[Indicator[Groups], ...] = (
    _per_person(
        "visits_per_person",
        Text("Visits per person", "人均门急诊人次"),
        "per_person",
        "none",
        Text("Outpatient and emergency visits, wherever they were made", "门急诊人次（不论就诊地）"),
        _each(Each.VISITS),
    ),
    _per_person(
        "stays_per_100_people",
        Text("Stays per 100 people", "每百人住院人次"),
        "per_100",
        "none",
        Text("Stays that ended, wherever, x 100", "出院人次（不论地点）×100"),
        _each(Each.STAYS, per=100),
    ),
    Indicator(
        "in_county_visit_share",
        Text("Visits in the county", "门急诊在县域内的比例"),
        "share",
        "higher",
        Text(
            "Visits in the county / all visits, those of people who live away included.",
            "县域内门急诊人次÷全部门急诊人次（含外出人员）。",
        ),
        _heads(Borne.COUNTY_VISITS, Borne.VISITS),
    ),
    Indicator(
        "in_county_stay_share",
        Text("Stays in the county", "住院在县域内的比例"),
        "share",
        "higher",
        Text(
            "Stays that ended in the county / all stays that ended, those of people who live away included.",
            "县域内出院人次÷全部出院人次（含外出人员）。",
        ),
        _heads(Borne.COUNTY_STAYS, Borne.STAYS),
    ),
    _per_person(
        "own_cost_per_person",
        Text("Own cost per person", "人均自付费用"),
        "yuan",
        "lower",
        Text("Bills less what all payers paid, pharmacies included", "医疗费用减各方支付（含药店）"),
        replace(_each(Each.OWN), per=0.01),
    ),
    Indicator(
        "own_cost_share",
        Text("Own part of bills", "费用中自付比例"),
        "share",
        "lower",
        Text(
            "Bills less what all payers paid / bills, pharmacies included.",
            "（医疗费用减各方支付）÷医疗费用，含药店。",
        ),
        Formula(lambda v: v.count(Borne.OWN), lambda v: v.count(Borne.BILL)),
    ),
    Indicator(
        "catastrophic_share",
        Text("People with catastrophic spending", "灾难性卫生支出人口比例"),
        "share",
        "lower",
        Text(
            "People whose own cost of the year is above the declared share of the declared income of their "
            "fifth / people; the numerator is the headcount. In an unfinished year, of those so far.",
            "全年自付超过所属收入组收入规定比例的人数÷人数；分子即人数。未满一年时为截至期末。",
        ),
        _heads(Borne.CATASTROPHIC, Borne.MEMBERS),
    ),
    _per_person(
        "penalty_per_person",
        Text("Lost by skipping the referral order, per person", "因未按转诊次序就医少报销的金额（人均）"),
        "yuan",
        "lower",
        Text(
            "What the fund would have paid more without the points taken off for a skipped order",
            "若无越级扣减点数基金将多支付的金额",
        ),
        Formula(lambda v: v.count(Borne.PENALTY), Groups.people, per=0.01),
    ),
    _per_person(
        "forgone_per_person",
        Text("Forgone care per person", "人均应就诊未就诊次数"),
        "per_person",
        "lower",
        Text("Occasions on which a moderate or severe need got no care", "中重度患病而未就诊的次数"),
        _each(Each.FORGONE),
    ),
    _as_by_county("forgone_share", Formula(lambda v: v.count(Borne.FORGONE), _occasions, chance="share")),
    Indicator(
        "turned_away_share",
        Text("Turned away at a clinic", "门诊号满被拒比例"),
        "share",
        "lower",
        Text(
            "Visits turned away for want of a slot / visits and visits turned away.",
            "因无号未能接诊的次数÷（接诊＋未接诊次数）。",
        ),
        Formula(
            lambda v: v.count(Borne.NOT_SEEN), lambda v: v.count(Borne.NOT_SEEN, Borne.VISITS), chance="share"
        ),
    ),
    _per_person(
        "beds_refused_per_1000",
        Text("Requests for a bed refused per 1,000 people", "住院无床次数（每千人）"),
        "per_1000",
        "lower",
        Text(
            "Requests for a bed that found none, every day of waiting anew, x 1,000",
            "申请床位未果的次数（每等一日计一次）×1000",
        ),
        _rate(Borne.NO_BED, per=1000),
    ),
    _as_by_county("up_declined_share", _heads(Borne.UP_DECLINED, Borne.UP_OFFERED)),
    _as_by_county("up_no_slot_share", _heads(Borne.UP_NO_SLOT, Borne.UP_OFFERED)),
    _as_by_county("up_no_bed_share", _heads(Borne.UP_NO_BED, Borne.UP_OFFERED)),
    _as_by_county("down_declined_share", _heads(Borne.DOWN_DECLINED, Borne.DOWN_OFFERED)),
    _as_by_county("down_no_bed_share", _heads(Borne.DOWN_NO_BED, Borne.DOWN_OFFERED)),
    _as_by_county("kept_beyond_capability", _rate(Borne.KEPT_BEYOND, per=10_000)),
    _as_by_county("referrals_withheld", _rate(Borne.REFERRALS_WITHHELD, per=10_000)),
    _as_by_county("avoidable_stays_per_1000", _rate(Borne.AVOIDABLE_STAYS, per=1000)),
    _as_by_county("stays_withheld_per_10000", _rate(Borne.STAYS_WITHHELD, per=10_000)),
    _as_by_county("stays_deferred_per_10000", _rate(Borne.STAYS_DEFERRED, per=10_000)),
    _as_by_county("shifted_per_person", Formula(lambda v: v.count(Borne.SHIFTED), Groups.people, per=0.01)),
    _as_by_county("late_emergency_share", _heads(Borne.LATE_EMERGENCIES, Borne.EMERGENCIES)),
    _as_by_county("emergency_death_share", _heads(Borne.EMERGENCY_DEATHS, Borne.EMERGENCIES)),
    _as_by_county("deaths_of_illness_per_1000", _rate(Borne.DEATHS_ILLNESS, per=1000)),
    _as_by_county("deaths_per_1000", _rate(Borne.DEATHS_ILLNESS, Borne.DEATHS_OTHER, per=1000)),
    _as_by_county(
        "travel_minutes", Formula(lambda v: v.count(Borne.TRAVEL), lambda v: v.count(Borne.ORDINARY))
    ),
    Indicator(
        "clinic_wait_minutes",
        Text("Mean wait for a visit", "门诊平均候诊时间"),
        "minutes",
        "lower",
        Text(
            "Minutes waited at the facility / visits, without emergencies and people who live away.",
            "候诊分钟数÷门诊人次，不含急救和外出人员。",
        ),
        Formula(lambda v: v.count(Borne.WAIT), lambda v: v.count(Borne.ORDINARY), per=0.1),
    ),
    Indicator(
        "signed_share",
        Text("Under a family-doctor contract", "家庭医生签约比例"),
        "share",
        "higher",
        Text(
            "People under contract / people, those who live away included; means of the month ends.",
            "签约人数÷人口（含外出人员），取月末平均。",
        ),
        Formula(lambda v: v.mean(Borne.SIGNED), Groups.people, chance="share"),
    ),
    Indicator(
        "signed_served_share",
        Text("Of those signed, seen by primary care", "签约者中在基层就诊过的比例"),
        "share",
        "higher",
        Text(
            "People under contract at the end of the year who saw a village clinic or township centre in it "
            "/ people under contract at its end.",
            "年末签约且当年在村卫生室或乡镇卫生院就诊过的人数÷年末签约人数。",
        ),
        _heads(Borne.SERVED, Borne.UNDER_CONTRACT),
    ),
)

CONCENTRATION = (
    "visits_per_person", "stays_per_100_people", "own_cost_per_person", "forgone_per_person",
)  # fmt: skip
"""Indicators whose concentration index over income is given."""
