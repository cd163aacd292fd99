"""Indicators of what family-doctor teams do beside the clinic (家庭医生履约服务)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.harm import part
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Person
from sim.indicators.views import Home

INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "chronic_standard_management",
        Text("Standard management of signed chronic patients", "签约高血压、糖尿病患者规范管理率"),
        "share",
        "higher",
        Text(
            "Signed patients with hypertension or diabetes whom the team truly follows up by the standard / "
            "all signed ones, at the end of the period. Contracts without service count below the line only; "
            "reported: as teams record it, follow-ups that were not made included.",
            "期末团队按规范随访的签约高血压、糖尿病患者÷全部签约高血压、糖尿病患者；只签约未履约的仅计入分母。"
            "报告口径按团队记录，包括只记录而未随访者。",
        ),
        Formula(lambda v: v.end("standard_managed"), lambda v: v.end("chronic_managed"), chance="share"),
        Formula(lambda v: v.end("standard_recorded"), lambda v: v.end("chronic_managed"), source="returns"),
    ),
    Indicator(
        "chronic_management_reach",
        Text("Chronic patients under standard management", "高血压、糖尿病患者规范管理覆盖率"),
        "share",
        "higher",
        Text(
            "Patients with hypertension or diabetes whom a team follows up by the standard / all who have "
            "either, signed or not, known or not, at the end of the period.",
            "期末按规范随访的高血压、糖尿病患者÷全部高血压、糖尿病患者（不论是否签约或知晓）。",
        ),
        Formula(lambda v: v.end("standard_managed"), lambda v: v.end("chronic_home"), chance="share"),
    ),
    Indicator(
        "follow_ups",
        Text("Follow-ups made", "慢病随访人次"),
        "count",
        "higher",
        Text(
            "Follow-ups of managed patients by their teams; public-health work, not visits.",
            "团队对规范管理患者的随访人次，属公共卫生服务，不计入诊疗人次。",
        ),
        Formula(lambda v: v.people(Person.FOLLOW_UPS), chance="rate"),
    ),
    Indicator(
        "long_supply_needs",
        Text("Needs met by long prescriptions", "长期处方满足的用药需要"),
        "count",
        "none",
        Text(
            "Mild chronic needs for which drugs were still at home, so that no visit was made.",
            "因家中尚有长期处方药品而无需就诊的轻度慢病需要次数。",
        ),
        Formula(lambda v: v.people(Person.LONG_SUPPLY), chance="rate"),
    ),
    Indicator(
        "home_visits",
        Text("Visits at home", "上门服务人次"),
        "count",
        "none",
        Text(
            "Visits that teams made at the homes of bed-bound residents; they are visits too.",
            "团队为卧床居民上门服务的人次，同时计入诊疗人次。",
        ),
        Formula(lambda v: v.people(Person.HOME_VISITS), chance="rate"),
    ),
    part(
        "bedbound_forgone_share",
        Text("Forgone care of the bed-bound", "卧床居民应就诊未就诊比例"),
        "lower",
        Person.BEDBOUND_FORGONE,
        Person.BEDBOUND_OCCASIONS,
        Text(
            "Occasions on which a bed-bound resident with a moderate or severe need got no care / occasions "
            "on which bed-bound residents decided.",
            "卧床居民中重度患病而未就诊的次数÷卧床居民患病决策次数。",
        ),
    ),
    Indicator(
        "team_minutes_per_signed",
        Text("Minutes of teams outside the clinic per signed resident", "每名签约居民团队诊室外服务时间"),
        "minutes",
        "none",
        Text(
            "Minutes that follow-ups and home visits (beyond the consultation) took of clinics / mean number "
            "of signed residents, over the period.",
            "随访与上门服务（诊疗之外）占用的团队时间（分钟）÷平均签约居民数（期内累计）。",
        ),
        Formula(lambda v: v.people(Person.TEAM_MINUTES), lambda v: v.mean("signed")),
    ),
)
