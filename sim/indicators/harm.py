"""Indicators of unmet need, emergencies, chronic care and death (未满足需要与安全)."""

from __future__ import annotations

from typing import Literal

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Flow, Person
from sim.indicators.views import ANYWHERE, F64, Home

Better = Literal["higher", "lower", "none"]


def deaths_of_illness(view: Home) -> F64:
    """Deaths from the needs of the catalogue, in care and without."""
    return view.count(Flow.DEATHS, ANYWHERE) + view.people(Person.DEATHS_UNTREATED)


def deaths(view: Home) -> F64:
    """All deaths."""
    return deaths_of_illness(view) + view.people(Person.DEATHS_OTHER)


def everybody(view: Home) -> F64:
    """Mean number of people, those who live away included."""
    return view.mean("residents", "away")


def occasions(view: Home) -> F64:
    """Occasions on which ill people decided what to do: visits, pharmacies, care at home, and waits given up.

    A need that persists is an occasion again, so that each share of occasions lies between 0 and 1.
    """
    other = (Person.PHARMACY, Person.SELF_CARE, Person.GAVE_UP)
    return sum((view.people(measure) for measure in other), view.count(Flow.OUTPATIENT_COUNT, ANYWHERE))


def needs_ended(view: Home) -> F64:
    """Needs that ended, in whatever way."""
    ways = (Person.ENDED_WELL, Person.ENDED_UNSOLVED, Person.ENDED_DEATH, Person.ENDED_SUPERSEDED)
    return sum((view.people(way) for way in ways[1:]), view.people(ways[0]))


def _decision(id_: str, label: Text, better: Better, part: Person, words: Text) -> Indicator[Home]:
    """One way to go as a share of all occasions."""
    return Indicator(
        id_, label, "share", better, words, Formula(lambda v: v.people(part), occasions, chance="share")
    )


def part(id_: str, label: Text, better: Better, part: Person, whole: Person, words: Text) -> Indicator[Home]:
    """One measure of people as a share of another."""
    return Indicator(
        id_,
        label,
        "share",
        better,
        words,
        Formula(lambda v: v.people(part), lambda v: v.people(whole), chance="share"),
    )


INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "needs_per_person",
        Text("Needs per person", "人均新发医疗需要"),
        "per_person",
        "none",
        Text(
            "Needs that arose / mean number of people, those who live away included, over the period.",
            "新发医疗需要÷平均人口（含外出人员，期内累计）。",
        ),
        Formula(lambda v: v.people(Person.NEEDS), everybody, chance="rate"),
    ),
    _decision(
        "forgone_share",
        Text("Forgone care", "应就诊未就诊比例"),
        "lower",
        Person.FORGONE,
        Text(
            "Occasions on which a moderate or severe need got no care / occasions on which ill people "
            "decided.",
            "中重度患病而未就诊的次数÷患病决策次数（就诊、购药、自我照护、放弃等候）。",
        ),
    ),
    _decision(
        "self_care_share",
        Text("Self-care", "自我照护比例"),
        "none",
        Person.SELF_CARE,
        Text(
            "Occasions without facility or pharmacy, forgone care included / occasions on which ill people "
            "decided.",
            "未去机构或药店的次数（含应就诊未就诊）÷患病决策次数。",
        ),
    ),
    _decision(
        "pharmacy_share",
        Text("Pharmacy instead of a visit", "药店购药比例"),
        "none",
        Person.PHARMACY,
        Text(
            "Purchases at a pharmacy / occasions on which ill people decided.", "药店购药次数÷患病决策次数。"
        ),
    ),
    _decision(
        "gave_up_share",
        Text("Gave up waiting", "等候放弃比例"),
        "lower",
        Person.GAVE_UP,
        Text(
            "Waits given up after being turned away / occasions on which ill people decided.",
            "未能接诊后放弃的次数÷患病决策次数。",
        ),
    ),
    Indicator(
        "unsolved_share",
        Text("Needs that ended unsolved", "未解决的需要比例"),
        "share",
        "lower",
        Text("Needs left unsolved / needs that ended.", "未解决而终止的需要÷已终止的需要。"),
        Formula(lambda v: v.people(Person.ENDED_UNSOLVED), needs_ended, chance="share"),
    ),
    Indicator(
        "kept_beyond_capability",
        Text("Severe cases kept beyond capability per 10,000 people", "超能力收治重症（每万人）"),
        "per_10000",
        "lower",
        Text(
            "Severe cases treated where capability falls short / mean number of people x 10,000, over the "
            "period.",
            "在能力不足的机构处置的重症例数÷平均人口×10000（期内累计）。",
        ),
        Formula(lambda v: v.count(Flow.KEPT_BEYOND, ANYWHERE), everybody, per=10_000, chance="rate"),
    ),
    Indicator(
        "referrals_withheld",
        Text("Needed referrals withheld for money per 10,000 people", "因利益未给予的必要转诊（每万人）"),
        "per_10000",
        "lower",
        Text(
            "Patients beyond the facility's capability who would have got a slip by its custom and did not, "
            "since a score or a purse spoke against it / mean number of people x 10,000, over the period.",
            "超出机构能力、按惯例应开转诊单而因考核或资金未开的患者÷平均人口×10000（期内累计）。",
        ),
        Formula(lambda v: v.people(Person.REFERRALS_WITHHELD), everybody, per=10_000, chance="rate"),
    ),
    part(
        "late_emergency_share",
        Text("Late emergencies", "急救延误比例"),
        "lower",
        Person.LATE_EMERGENCIES,
        Person.EMERGENCIES,
        Text(
            "Emergencies with a door time of the declared limit or more / emergencies.",
            "到院时间达到或超过规定时限的急症÷急症例数。",
        ),
    ),
    Indicator(
        "emergency_door_minutes",
        Text("Mean minutes to the door in emergencies", "急症到院平均时间"),
        "minutes",
        "lower",
        Text("Minutes from the call to the hospital door / emergencies.", "呼救到进院门的分钟数÷急症例数。"),
        Formula(lambda v: v.people(Person.DOOR_MINUTES), lambda v: v.people(Person.EMERGENCIES)),
    ),
    Indicator(
        "ambulance_response_minutes",
        Text("Mean minutes until the ambulance comes", "急救平均反应时间"),
        "minutes",
        "lower",
        Text("Minutes from the call to the scene / emergencies.", "呼救到救护车抵达现场的分钟数÷急症例数。"),
        Formula(lambda v: v.people(Person.RESPONSE_MINUTES), lambda v: v.people(Person.EMERGENCIES)),
    ),
    part(
        "ambulance_wait_share",
        Text("Calls that waited for an ambulance", "等待救护车返回的呼救比例"),
        "lower",
        Person.AMBULANCE_WAITS,
        Person.EMERGENCIES,
        Text(
            "Calls for which the ambulance sent had to come back first / emergencies.",
            "所派救护车需先返回的呼救次数÷急症例数。",
        ),
    ),
    part(
        "emergency_death_share",
        Text("Deaths in emergencies", "急症病死率"),
        "lower",
        Person.EMERGENCY_DEATHS,
        Person.EMERGENCIES,
        Text("Deaths / emergencies.", "急症死亡例数÷急症例数。"),
    ),
    Indicator(
        "deaths_of_illness_per_1000",
        Text("Deaths from modelled illness per 1,000 people", "所模拟疾病死亡率（每千人）"),
        "per_1000",
        "lower",
        Text(
            "Deaths in care and untreated / mean number of people x 1,000, over the period.",
            "治疗中死亡与未治死亡÷平均人口×1000（期内累计）。",
        ),
        Formula(deaths_of_illness, everybody, per=1000, chance="rate"),
    ),
    Indicator(
        "deaths_per_1000",
        Text("Deaths per 1,000 people", "死亡率（每千人）"),
        "per_1000",
        "lower",
        Text(
            "Deaths from any cause / mean number of people x 1,000, over the period.",
            "全部死亡÷平均人口×1000（期内累计）。",
        ),
        Formula(deaths, everybody, per=1000, chance="rate"),
    ),
    Indicator(
        "managed_chronic_stays_per_100",
        Text("Stays per 100 managed chronic patients", "慢性病健康管理人群住院率（每百人）"),
        "per_100",
        "lower",
        Text(
            "Stays of people with hypertension or diabetes under contract / mean number of them x 100, "
            "over the period.",
            "签约管理的高血压、糖尿病患者住院人次÷平均管理人数×100（期内累计）。",
        ),
        Formula(
            lambda v: v.count(Flow.CHRONIC_STAYS, ANYWHERE),
            lambda v: v.mean("chronic_managed"),
            per=100,
            chance="rate",
        ),
        official=("IND14",),
    ),
    Indicator(
        "hypertension_control",
        Text("Hypertension controlled", "高血压控制率"),
        "share",
        "higher",
        Text(
            "Hypertensives in control / hypertensives, at the end of the period.",
            "期末血压达标的高血压患者÷高血压患者。",
        ),
        Formula(lambda v: v.end("controlled"), lambda v: v.end("hypertensive"), chance="share"),
    ),
    Indicator(
        "contract_coverage",
        Text("Family-doctor contracts", "家庭医生签约率"),
        "share",
        "higher",
        Text("Residents under contract / residents, at the end of the period.", "期末签约居民÷常住居民。"),
        Formula(lambda v: v.end("signed"), lambda v: v.end("residents"), chance="share"),
    ),
)
