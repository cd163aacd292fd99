"""Indicators of institutions: what they do and how full they are, whoever the patient is (机构服务)."""

from __future__ import annotations

from sim.errors import Text
from sim.geography.kinds import Kind
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Flow
from sim.indicators.views import Among, Sites

CLINICAL = tuple(kind for kind in Kind if kind <= Kind.OTHER_HOSPITAL)
BEDDED = CLINICAL[1:]
_RETURNS = ("village_visits", "village_return_share")
_ALL = Text("all institutions of the county", "县域内全部机构")
_VILLAGE = Text("village clinics", "村卫生室")
_TOWNSHIP = Text("township centres", "乡镇卫生院")
_HOSPITAL = Text("hospitals of the county", "县域内医院")


def _wait(suffix: str, label: Text, group: Among, kinds: tuple[Kind, ...] = ()) -> Indicator[Sites]:
    return Indicator(
        f"wait_minutes{suffix}",
        Text(f"Mean wait for a visit, {label.en}", f"门诊平均候诊时间（{label.zh}）"),
        "minutes",
        "lower",
        Text("Minutes waited on the day / outpatient visits.", "当日候诊分钟数÷门诊人次。"),
        Formula(lambda v: v.count(Flow.WAIT, group) / 10, lambda v: v.count(Flow.OUTPATIENT_COUNT, group)),
        kinds=kinds,
    )


def _stay_days(suffix: str, label: Text, group: Among, kinds: tuple[Kind, ...] = ()) -> Indicator[Sites]:
    return Indicator(
        f"stay_days{suffix}",
        Text(f"Mean length of stay, {label.en}", f"平均住院日（{label.zh}）"),
        "days",
        "none",
        Text(
            "Bed-days of stays that ended / discharges, transfers included.",
            "出院者占用总床日数÷出院人次（含下转）。",
        ),
        Formula(lambda v: v.count(Flow.BED_DAYS, group), lambda v: v.count(Flow.DISCHARGES, group)),
        kinds=kinds,
    )


def _occupancy(suffix: str, label: Text, group: Among, kinds: tuple[Kind, ...] = ()) -> Indicator[Sites]:
    return Indicator(
        f"bed_occupancy{suffix}",
        Text(f"Bed occupancy, {label.en}", f"病床使用率（{label.zh}）"),
        "share",
        "none",
        Text(
            "Bed-days of stays that ended, the assumed background of people who are not modelled included "
            "/ beds x days.",
            "出院者占用床日（含未模拟人群的背景占用）÷（床位数×天数）。",
        ),
        Formula(lambda v: v.bed_days_used(group), lambda v: v.bed_days_open(group)),
        kinds=kinds,
    )


def _doctor_load(suffix: str, label: Text, group: Among, kinds: tuple[Kind, ...] = ()) -> Indicator[Sites]:
    return Indicator(
        f"doctor_visits_per_day{suffix}",
        Text(f"Visits per doctor and day, {label.en}", f"医师日均担负诊疗人次（{label.zh}）"),
        "per_doctor_day",
        "none",
        Text(
            "Outpatient visits / (doctors x working days of the period), less doctors' time for people who "
            "are not modelled.",
            "门诊人次÷（医师数×期内工作日），扣除未模拟人群占用的医师时间。",
        ),
        Formula(lambda v: v.count(Flow.OUTPATIENT_COUNT, group), lambda v: v.doctor_days(group)),
        kinds=kinds,
    )


INDICATORS: tuple[Indicator[Sites], ...] = (
    Indicator(
        "primary_visit_share",
        Text("Primary institutions' share of visits", "基层医疗卫生机构诊疗人次占比"),
        "share",
        "higher",
        Text(
            "Visits at primary institutions / at all institutions in the county, any payer; reported: as "
            "facilities return.",
            "县域内基层机构诊疗人次÷县域内全部机构诊疗人次，不分支付方；报告口径按机构报表。",
        ),
        Formula(
            lambda v: v.count(Flow.OUTPATIENT_COUNT, Among.PRIMARY),
            lambda v: v.count(Flow.OUTPATIENT_COUNT),
            chance="share",
        ),
        Formula(
            lambda v: v.count(Flow.OUTPATIENT_COUNT, Among.PRIMARY),
            lambda v: v.count(Flow.OUTPATIENT_COUNT),
            source="returns",
            switches=_RETURNS,
        ),
        ("IND08", "IND17", "IND22", "IND25", "IND27"),
    ),
    Indicator(
        "lead_high_surgery_share",
        Text("Level 3-4 operations at lead hospitals", "牵头医院出院患者三四级手术比例"),
        "share",
        "higher",
        Text(
            "Operations of level 3 and 4 / all operations on discharged patients of lead hospitals.",
            "牵头医院出院患者三、四级手术例数÷全部手术例数。",
        ),
        Formula(
            lambda v: v.count(Flow.HIGH_OPERATIONS, Among.LEAD),
            lambda v: v.count(Flow.OPERATIONS, Among.LEAD),
            chance="share",
        ),
        Formula(
            lambda v: v.count(Flow.HIGH_OPERATIONS, Among.LEAD),
            lambda v: v.count(Flow.OPERATIONS, Among.LEAD),
            source="returns",
        ),
        ("IND23",),
    ),
    Indicator(
        "tcm_visit_share",
        Text("Chinese medicine's share of visits", "县域内中医类诊疗量占比"),
        "share",
        "higher",
        Text(
            "Visits in Chinese medicine / all visits at institutions in the county.",
            "县域内中医类诊疗人次÷县域内全部诊疗人次。",
        ),
        Formula(lambda v: v.count(Flow.TCM_VISITS), lambda v: v.count(Flow.OUTPATIENT_COUNT), chance="share"),
        Formula(
            lambda v: v.count(Flow.TCM_VISITS),
            lambda v: v.count(Flow.OUTPATIENT_COUNT),
            source="returns",
            switches=_RETURNS,
        ),
        ("IND13",),
    ),
    Indicator(
        "tcm_primary_visit_share",
        Text("Chinese medicine's share of visits at primary institutions", "基层中医类诊疗量占比"),
        "share",
        "higher",
        Text(
            "Visits in Chinese medicine / all visits at primary institutions.",
            "基层中医类诊疗人次÷基层全部诊疗人次。",
        ),
        Formula(
            lambda v: v.count(Flow.TCM_VISITS, Among.PRIMARY),
            lambda v: v.count(Flow.OUTPATIENT_COUNT, Among.PRIMARY),
            chance="share",
        ),
        Formula(
            lambda v: v.count(Flow.TCM_VISITS, Among.PRIMARY),
            lambda v: v.count(Flow.OUTPATIENT_COUNT, Among.PRIMARY),
            source="returns",
            switches=_RETURNS,
        ),
    ),
    Indicator(
        "visits",
        Text("Outpatient visits at institutions", "机构门急诊人次"),
        "count",
        "none",
        Text(
            "Outpatient and emergency visits at institutions in the county, any payer; reported: as "
            "facilities return.",
            "县域内机构门急诊人次，不分支付方；报告口径按机构报表。",
        ),
        Formula(lambda v: v.count(Flow.OUTPATIENT_COUNT), chance="rate"),
        Formula(lambda v: v.count(Flow.OUTPATIENT_COUNT), source="returns", switches=_RETURNS),
        kinds=CLINICAL,
    ),
    Indicator(
        "discharges",
        Text("Discharges of institutions", "机构出院人次"),
        "count",
        "none",
        Text("Discharges at institutions in the county, any payer.", "县域内机构出院人次，不分支付方。"),
        Formula(lambda v: v.count(Flow.DISCHARGES), chance="rate"),
        kinds=BEDDED,
    ),
    _wait("", _ALL, Among.ALL, CLINICAL),
    _wait("_village", _VILLAGE, Among.VILLAGE),
    _wait("_township", _TOWNSHIP, Among.TOWNSHIP),
    _wait("_county_hospital", _HOSPITAL, Among.HOSPITAL),
    Indicator(
        "refused_per_1000_visits",
        Text("Turned away per 1,000 visits", "未能接诊人次（每千诊疗人次）"),
        "per_1000",
        "lower",
        Text(
            "Times a patient was turned away because the day's list or the ward was full / outpatient "
            "visits x 1,000.",
            "因当日号源或床位已满未能接诊的人次÷门诊人次×1000。",
        ),
        Formula(
            lambda v: v.count(Flow.REFUSED), lambda v: v.count(Flow.OUTPATIENT_COUNT), per=1000, chance="rate"
        ),
        kinds=BEDDED,
    ),
    _stay_days("", _ALL, Among.ALL, BEDDED),
    _stay_days("_township", _TOWNSHIP, Among.TOWNSHIP),
    _stay_days("_county_hospital", _HOSPITAL, Among.HOSPITAL),
    Indicator(
        "drug_lacking_share",
        Text("Visits at primary care without the drug", "基层就诊缺药比例"),
        "share",
        "lower",
        Text(
            "Patients whom a primary institution could treat but for the drug / visits at such institutions.",
            "基层机构有能力诊治但缺药的人次÷基层机构诊疗人次。",
        ),
        Formula(
            lambda v: v.count(Flow.DRUGS_LACKING, Among.PRIMARY),
            lambda v: v.count(Flow.OUTPATIENT_COUNT, Among.PRIMARY),
            chance="share",
        ),
        kinds=CLINICAL[:2],
    ),
    Indicator(
        "pathway_execution",
        Text("Stays on a clinical pathway", "临床路径执行率"),
        "share",
        "higher",
        Text(
            "Stays on a clinical pathway to their end / discharges at institutions in the county.",
            "县域内机构按临床路径完成的住院人次÷出院人次。",
        ),
        Formula(lambda v: v.count(Flow.PATHWAY_STAYS), lambda v: v.count(Flow.DISCHARGES), chance="share"),
        kinds=BEDDED,
    ),
    Indicator(
        "referred_out_share",
        Text("Slips out of the county, of stays and these slips", "县外转诊率（按转诊单）"),
        "share",
        "none",
        Text(
            "Slips for hospitals outside the county that patients accepted / these and discharges, at "
            "institutions in the county. Who is advised to leave without a slip is not in it.",
            "患者接受的县外转诊单÷（县外转诊单＋出院人次），按县域内机构；未开单而建议外出者不计。",
        ),
        Formula(
            lambda v: v.count(Flow.OUT_SLIPS),
            lambda v: v.count(Flow.OUT_SLIPS) + v.count(Flow.DISCHARGES),
            chance="share",
        ),
        kinds=BEDDED,
    ),
    _occupancy("", _ALL, Among.ALL, BEDDED),
    _occupancy("_township", _TOWNSHIP, Among.TOWNSHIP),
    _occupancy("_county_hospital", _HOSPITAL, Among.HOSPITAL),
    _doctor_load("", _ALL, Among.ALL, CLINICAL),
    _doctor_load("_township", _TOWNSHIP, Among.TOWNSHIP),
    _doctor_load("_county_hospital", _HOSPITAL, Among.HOSPITAL),
    Indicator(
        "visit_cost",
        Text("Mean bill of an outpatient visit", "门诊次均费用"),
        "yuan",
        "lower",
        Text(
            "Outpatient bills / outpatient visits at institutions in the county.",
            "县域内机构门诊费用÷门诊人次。",
        ),
        Formula(lambda v: v.count(Flow.OUTPATIENT_BILL) / 100, lambda v: v.count(Flow.OUTPATIENT_COUNT)),
        kinds=CLINICAL,
    ),
    Indicator(
        "stay_cost",
        Text("Mean bill of a stay", "住院次均费用"),
        "yuan",
        "lower",
        Text("Inpatient bills / discharges at institutions in the county.", "县域内机构住院费用÷出院人次。"),
        Formula(lambda v: v.count(Flow.INPATIENT_BILL) / 100, lambda v: v.count(Flow.DISCHARGES)),
        kinds=BEDDED,
    ),
)
