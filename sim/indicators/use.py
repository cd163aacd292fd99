"""Indicators of residents: how much care they use, what it costs them, how far they go (利用与负担)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Flow, Person
from sim.indicators.views import (
    ANYWHERE,
    AT_HOME,
    F64,
    HOSPITAL,
    IN_COUNTY,
    OUTSIDE,
    TOWNSHIP,
    VILLAGE,
    Home,
    Places,
)

BILLS = (Flow.OUTPATIENT_BILL, Flow.INPATIENT_BILL)
PAID = (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL, Flow.AID)


def visits(view: Home) -> F64:
    """Outpatient visits other than those of people who live away, where they live."""
    return view.count(Flow.OUTPATIENT_COUNT, AT_HOME)


def ordinary_journeys(view: Home) -> F64:
    """Visits to which people travelled by their own means: all but emergencies."""
    return visits(view) - view.people(Person.EMERGENCIES)


def out_of_pocket(view: Home) -> F64:
    """Bills less what the funds paid, yuan."""
    return view.yuan(BILLS, ANYWHERE) - view.yuan(PAID, ANYWHERE)


def _visit_cost(tier: str, label: Text, places: Places) -> Indicator[Home]:
    return Indicator(
        f"visit_cost_{tier}",
        Text(f"Mean bill of an outpatient visit, {label.en}", f"门诊次均费用（{label.zh}）"),
        "yuan",
        "lower",
        Text("Outpatient bills / outpatient visits there.", "该级机构门诊费用÷门诊人次。"),
        Formula(
            lambda v: v.yuan(Flow.OUTPATIENT_BILL, places), lambda v: v.count(Flow.OUTPATIENT_COUNT, places)
        ),
    )


def _stay_cost(tier: str, label: Text, places: Places) -> Indicator[Home]:
    return Indicator(
        f"stay_cost_{tier}",
        Text(f"Mean bill of a stay, {label.en}", f"住院次均费用（{label.zh}）"),
        "yuan",
        "lower",
        Text("Inpatient bills / discharges there.", "该级机构住院费用÷出院人次。"),
        Formula(lambda v: v.yuan(Flow.INPATIENT_BILL, places), lambda v: v.count(Flow.DISCHARGES, places)),
    )


_VILLAGE = Text("village clinics", "村卫生室")
_TOWNSHIP = Text("township centres", "乡镇卫生院")
_HOSPITAL = Text("hospitals in the county", "县域内医院")
_OUTSIDE = Text("outside the county", "县域外")

INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "visits_per_resident",
        Text("Outpatient visits per resident", "居民人均门急诊人次"),
        "per_person",
        "none",
        Text(
            "Outpatient and emergency visits that happened, pharmacies left out / mean number of residents "
            "present, over the "
            "period.",
            "实际发生的门急诊人次（不含药店）÷平均常住人口（期内累计）。",
        ),
        Formula(visits, lambda v: v.mean("residents"), chance="rate"),
    ),
    Indicator(
        "resident_in_county_visit_rate",
        Text("Residents' outpatient visits in the county", "常住居民县域内就诊比例（实际发生）"),
        "share",
        "higher",
        Text(
            "Outpatient visits in the county / all, people who live away left out; as a household survey "
            "would ask.",
            "常住居民县域内门诊人次÷全部门诊人次，不含外出人员；与入户调查口径相近。",
        ),
        Formula(lambda v: v.count(Flow.OUTPATIENT_COUNT, IN_COUNTY), visits, chance="share"),
    ),
    Indicator(
        "admissions_per_100_residents",
        Text("Admissions per 100 residents", "居民年住院率（每百人）"),
        "per_100",
        "none",
        Text(
            "Admissions, those of people who live away left out / mean number of residents present x 100, "
            "over the period.",
            "住院人次（不含外出人员在居住地的住院）÷平均常住人口×100（期内累计）。",
        ),
        Formula(
            lambda v: v.count(Flow.ADMISSIONS, AT_HOME), lambda v: v.mean("residents"), per=100, chance="rate"
        ),
    ),
    Indicator(
        "chronic_visit_share",
        Text("Share of visits for chronic conditions", "慢性病就诊占门诊人次比例"),
        "share",
        "none",
        Text("Outpatient visits for chronic conditions / all.", "慢性病门诊人次÷全部门诊人次。"),
        Formula(
            lambda v: v.visits_for(v.chronic, ANYWHERE),
            lambda v: v.count(Flow.OUTPATIENT_COUNT, ANYWHERE),
            chance="share",
        ),
    ),
    Indicator(
        "return_visit_share",
        Text("Share of visits for a need not solved before", "未解决复诊占门诊人次比例"),
        "share",
        "lower",
        Text(
            "Visits that return because the need persists / all.",
            "因问题未解决而再次就诊的人次÷全部门诊人次。",
        ),
        Formula(
            lambda v: v.count(Flow.RETURN_VISITS, ANYWHERE),
            lambda v: v.count(Flow.OUTPATIENT_COUNT, ANYWHERE),
            chance="share",
        ),
    ),
    Indicator(
        "pharmacy_spending_per_person",
        Text("Spending at pharmacies per person", "人均药店自费支出"),
        "yuan",
        "lower",
        Text(
            "Pharmacy bills / mean number of people, those who live away included, over the period.",
            "药店费用÷平均人口（含外出人员，期内累计）。",
        ),
        Formula(lambda v: v.people(Person.PHARMACY_BILL) / 100, lambda v: v.mean("residents", "away")),
    ),
    Indicator(
        "out_of_pocket_share",
        Text("Out-of-pocket share of bills", "个人自付占医疗费用比例"),
        "share",
        "lower",
        Text(
            "Bills less what basic insurance and the critical-illness layer paid / bills; pharmacies left "
            "out.",
            "（医疗费用−基本医保−大病保险支付）÷医疗费用，不含药店。",
        ),
        Formula(out_of_pocket, lambda v: v.yuan(BILLS, ANYWHERE)),
    ),
    Indicator(
        "outpatient_payment_ratio",
        Text("Share of outpatient bills paid by the fund", "门诊实际报销比例"),
        "share",
        "higher",
        Text("Outpatient fund payments / outpatient bills.", "门诊基金支付÷门诊费用。"),
        Formula(
            lambda v: v.yuan(Flow.OUTPATIENT_FUND, ANYWHERE), lambda v: v.yuan(Flow.OUTPATIENT_BILL, ANYWHERE)
        ),
        official=("IND25",),
    ),
    Indicator(
        "inpatient_payment_ratio",
        Text("Share of inpatient bills paid by the funds", "住院实际报销比例"),
        "share",
        "higher",
        Text(
            "Inpatient payments of basic insurance and the critical-illness layer / inpatient bills.",
            "住院基本医保和大病保险支付÷住院费用。",
        ),
        Formula(
            lambda v: v.yuan((Flow.INPATIENT_FUND, Flow.CRITICAL), ANYWHERE),
            lambda v: v.yuan(Flow.INPATIENT_BILL, ANYWHERE),
        ),
        official=("IND25",),
    ),
    Indicator(
        "travel_minutes",
        Text("Mean travel to a visit, one way", "门诊单程平均路途时间"),
        "minutes",
        "lower",
        Text(
            "Minutes door to door of outpatient visits / visits; emergencies and people who live away left "
            "out.",
            "门诊单程路途分钟数÷门诊人次，不含急救和外出人员。",
        ),
        Formula(lambda v: v.count(Flow.TRAVEL, AT_HOME), ordinary_journeys),
    ),
    _visit_cost("village", _VILLAGE, VILLAGE),
    _visit_cost("township", _TOWNSHIP, TOWNSHIP),
    _visit_cost("county_hospital", _HOSPITAL, HOSPITAL),
    _visit_cost("outside", _OUTSIDE, OUTSIDE),
    _stay_cost("township", _TOWNSHIP, TOWNSHIP),
    _stay_cost("county_hospital", _HOSPITAL, HOSPITAL),
    _stay_cost("outside", _OUTSIDE, OUTSIDE),
)
