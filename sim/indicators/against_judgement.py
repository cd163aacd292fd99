"""Indicators of what money does against judgement: needless stays, withheld ones, cost moved to patients."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.harm import everybody
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Flow, Person
from sim.indicators.views import ANYWHERE, F64, Home


def discharges(view: Home) -> F64:
    """Discharges anywhere."""
    return view.count(Flow.DISCHARGES, ANYWHERE)


INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "avoidable_stays_per_1000",
        Text("Stays not indicated per 1,000 people", "可避免住院（每千人）"),
        "per_1000",
        "lower",
        Text(
            "Decisions to admit that judgement alone does not indicate / mean number of people x 1,000, over "
            "the period. Part of today's stays of moderate cases is such (an assumption).",
            "按专业判断并无指征的收治决定÷平均人口×1000（期内累计）。现状中度病例中已含一部分（假设）。",
        ),
        Formula(lambda v: v.people(Person.AVOIDABLE_STAYS), everybody, per=1000, chance="rate"),
    ),
    Indicator(
        "stays_withheld_per_10000",
        Text("Indicated stays withheld per 10,000 people", "应住院未收治（每万人）"),
        "per_10000",
        "lower",
        Text(
            "Patients with an indicated stay whom a facility that could admit them kept as outpatients / "
            "mean number of people x 10,000, over the period.",
            "有住院指征、机构能收而按门诊处置的人次÷平均人口×10000（期内累计）。",
        ),
        Formula(lambda v: v.people(Person.STAYS_WITHHELD), everybody, per=10_000, chance="rate"),
    ),
    Indicator(
        "stays_deferred_per_10000",
        Text("Stays put off near a cap per 10,000 people", "接近总额推迟收治（每万人）"),
        "per_10000",
        "lower",
        Text(
            "Stays put off, or sent elsewhere, by hospitals near their yearly cap / mean number of people x "
            "10,000, over the period.",
            "医院接近年度总额时推迟或推往他院的住院÷平均人口×10000（期内累计）。",
        ),
        Formula(lambda v: v.people(Person.STAYS_DEFERRED), everybody, per=10_000, chance="rate"),
    ),
    Indicator(
        "shifted_per_person",
        Text("Moved outside the policy scope per person", "转移到目录外的费用（人均）"),
        "yuan",
        "lower",
        Text(
            "Part of the bills of stays that facilities moved outside the policy scope / mean number of "
            "people, over the period.",
            "机构转移到政策范围外的住院费用÷平均人口（期内累计）。",
        ),
        Formula(lambda v: v.people(Person.SHIFTED), everybody, per=0.01),
    ),
    Indicator(
        "cases_split_per_1000",
        Text("Stays made two on paper per 1,000", "分解住院（每千出院人次）"),
        "per_1000",
        "lower",
        Text(
            "Stays ended early and begun anew in the same bed / discharges x 1,000, beyond what is usual.",
            "在原床位办理出院再入院的住院÷出院人次×1000（现状之外的增加）。",
        ),
        Formula(lambda v: v.people(Person.CASES_SPLIT), discharges, per=1000, chance="rate"),
    ),
    Indicator(
        "upcoded_per_1000",
        Text("Stays recorded as worse than they were per 1,000", "高编（每千出院人次）"),
        "per_1000",
        "lower",
        Text(
            "Stays recorded one severity too high / discharges x 1,000, beyond what is usual.",
            "病情记录偏重一级的住院÷出院人次×1000（现状之外的增加）。",
        ),
        Formula(lambda v: v.people(Person.UPCODED), discharges, per=1000, chance="rate"),
    ),
)
