"""Indicators of family-doctor contracts and village doctors (签约与村医).

Numbers of people and of doctors at month ends; a signature is told apart from a service that is given.
"""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.views import Home

MONTHS = 12
GROUPS = {
    "general": Text("people outside the priority groups", "一般人群"),
    "elderly": Text("the elderly", "老年人"),
    "chronic": Text("people with hypertension or diabetes", "高血压、糖尿病患者"),
    "pregnant": Text("the pregnant and newly delivered", "孕产妇"),
    "children": Text("small children", "儿童"),
    "poor": Text("the poorest fifth", "低收入人群"),
}
"""Groups of signing, by the end of the names of their stocks."""


def _coverage(name: str, group: Text) -> Indicator[Home]:
    return Indicator(
        f"contract_coverage_{name}",
        Text(f"Family-doctor contracts of {group.en}", f"{group.zh}家庭医生签约率"),
        "share",
        "higher",
        Text(
            f"Residents under contract / residents, {group.en}, at the end of the period.",
            f"期末{group.zh}中签约居民÷常住居民。",
        ),
        Formula(lambda v: v.end(f"signed_{name}"), lambda v: v.end(f"people_{name}"), chance="share"),
    )


INDICATORS: tuple[Indicator[Home], ...] = (
    *(_coverage(name, group) for name, group in GROUPS.items()),
    Indicator(
        "expected_cost_signed",
        Text("Expected yearly cost of who is signed", "签约居民预期年人均医疗费用"),
        "yuan",
        "none",
        Text(
            "Yearly cost expected by age, sex and chronic disease / residents under contract, at the end of "
            "the period. Money by head that is the same for all rewards a low one.",
            "期末签约居民按年龄、性别与慢性病预期的年医疗费用÷签约居民；未经风险调整的按人头付费使偏低者有利可图。",
        ),
        Formula(lambda v: v.end("cost_signed"), lambda v: v.end("signed")),
    ),
    Indicator(
        "expected_cost_unsigned",
        Text("Expected yearly cost of who is not signed", "未签约居民预期年人均医疗费用"),
        "yuan",
        "none",
        Text(
            "Yearly cost expected by age, sex and chronic disease / residents without contract, at the end "
            "of the period.",
            "期末未签约居民按年龄、性别与慢性病预期的年医疗费用÷未签约居民。",
        ),
        Formula(
            lambda v: v.end("cost_residents") - v.end("cost_signed"),
            lambda v: v.end("residents") - v.end("signed"),
        ),
    ),
    Indicator(
        "contract_served_share",
        Text("Contracts truly served", "签约服务履约率"),
        "share",
        "higher",
        Text(
            "Residents under contract whom a doctor truly serves / residents under contract, at the end of "
            "the period; the rest have a contract on paper.",
            "期末获得实际服务的签约居民÷签约居民；其余仅为纸面签约。",
        ),
        Formula(lambda v: v.end("signed_served"), lambda v: v.end("signed"), chance="share"),
    ),
    Indicator(
        "contract_unplaced_share",
        Text("Wanted a contract, found no place", "愿签而团队无名额比例"),
        "share",
        "lower",
        Text(
            "Residents who wanted a contract when their team was full / these and those under contract, at "
            "the end of the period.",
            "期末因团队签约人数已满而未能签约者÷（未能签约者＋签约居民）。",
        ),
        Formula(
            lambda v: v.end("signed_unplaced"),
            lambda v: v.end("signed_unplaced") + v.end("signed"),
            chance="share",
        ),
    ),
    Indicator(
        "village_doctor_income",
        Text("Village doctors' monthly income", "村医月均收入"),
        "yuan",
        "higher",
        Text(
            "Income of late of village doctors (public health, contracts, consultations, margin on what "
            "patients pay themselves) / posts, mean of the month ends.",
            "村医近期月收入（公卫、签约、诊疗费、自费药品等毛利）÷岗位数，各月末平均。",
        ),
        Formula(lambda v: v.mean("village_pay") / 100, lambda v: v.mean("village_posts")),
    ),
    Indicator(
        "village_doctor_quit_rate",
        Text("Village doctors who leave, per 100 and year", "村医离职率（每百人每年）"),
        "per_100",
        "lower",
        Text(
            "Village doctors who left at month ends x 12 / posts x 100, mean of the months.",
            "各月末离职村医×12÷岗位数×100，各月平均。",
        ),
        Formula(lambda v: v.mean("village_quits") * MONTHS, lambda v: v.mean("village_posts"), per=100),
    ),
    Indicator(
        "village_clinic_closed_share",
        Text("Days on which a village clinic has no doctor", "村卫生室无医生日比例"),
        "share",
        "lower",
        Text(
            "Days on which clinics were closed because no doctor was left / days of all village clinics.",
            "因无村医而停诊的卫生室日数÷全部村卫生室日数。",
        ),
        Formula(lambda v: v.mean("village_closed_days"), lambda v: v.mean("village_clinic_days")),
    ),
)
