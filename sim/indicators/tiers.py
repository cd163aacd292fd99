"""Indicators by tier and per head, as evaluations of policies report them (分级利用与费用)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.insured import discharges, fund
from sim.indicators.tally import ELSEWHERE, ByCondition, Flow
from sim.indicators.views import (
    ANYWHERE,
    F64,
    HOSPITAL,
    IN_COUNTY,
    INSURED,
    OUTSIDE,
    PRIMARY,
    RESIDENTS_FUND,
    Among,
    Home,
    Places,
    Sites,
)

HOSPITALS: Places = HOSPITAL + tuple(place for place in OUTSIDE if place != ELSEWHERE)
"""Hospitals that residents use, in the county and outside."""
PAID = (Flow.INPATIENT_FUND, Flow.CRITICAL)
STROKE = ("acute_stroke",)
HYPERTENSION = ("hypertension",)
_PRIMARY = Text("village clinics and township centres", "基层机构")
_HOSPITALS = Text("hospitals in the county and outside", "县域内外医院")
_TOWNSHIP = Text("township centres", "乡镇卫生院")
_COUNTY = Text("hospitals of the county", "县域内医院")


def own_of_stays(view: Home, places: Places, insured: tuple[int, ...]) -> F64:
    """Part of the bills of stays that nobody but the patient pays, yuan."""
    paid = (*PAID, Flow.AID)
    return view.yuan(Flow.INPATIENT_BILL, places, insured) - view.yuan(paid, places, insured)


def _visits(tier: str, label: Text, places: Places) -> Indicator[Home]:
    return Indicator(
        f"{tier}_visits_per_resident",
        Text(f"Outpatient visits per resident, {label.en}", f"居民人均门急诊人次（{label.zh}）"),
        "per_person",
        "none",
        Text(
            "Outpatient and emergency visits there / mean number of residents present, over the period.",
            "该级机构门急诊人次÷平均常住人口（期内累计）。",
        ),
        Formula(
            lambda v: v.count(Flow.OUTPATIENT_COUNT, places), lambda v: v.mean("residents"), chance="rate"
        ),
    )


def _outpatient_bill(tier: str, label: Text, places: Places) -> Indicator[Home]:
    return Indicator(
        f"{tier}_outpatient_bill_per_resident",
        Text(f"Outpatient bills per resident, {label.en}", f"居民人均门诊费用（{label.zh}）"),
        "yuan",
        "none",
        Text(
            "Outpatient bills there / mean number of residents present, over the period.",
            "该级机构门诊费用÷平均常住人口（期内累计）。",
        ),
        Formula(lambda v: v.yuan(Flow.OUTPATIENT_BILL, places), lambda v: v.mean("residents")),
    )


def _stroke(
    id_: str, label: Text, unit: str, words: Text, measure: ByCondition, per: float
) -> Indicator[Home]:
    """Mean over in-county stays for acute stroke."""
    return Indicator(
        id_, label, unit, "none", words,
        Formula(
            lambda v: v.case(measure, STROKE, IN_COUNTY),
            lambda v: v.case(ByCondition.STAYS, STROKE, IN_COUNTY),
            per,
        ),
    )  # fmt: skip


def _site_count(id_: str, label: Text, words: Text, measure: Flow, group: Among) -> Indicator[Sites]:
    return Indicator(
        id_, label, "count", "none", words, Formula(lambda v: v.count(measure, group), chance="rate")
    )


HOME: tuple[Indicator[Home], ...] = (
    _visits("primary", _PRIMARY, PRIMARY),
    _visits("hospital", _HOSPITALS, HOSPITALS),
    _outpatient_bill("primary", _PRIMARY, PRIMARY),
    _outpatient_bill("hospital", _HOSPITALS, HOSPITALS),
    Indicator(
        "primary_chronic_visits_per_resident",
        Text("Visits for chronic conditions at primary care per resident", "居民人均基层慢性病门诊人次"),
        "per_person",
        "none",
        Text(
            "Outpatient visits for chronic conditions at village clinics and township centres / mean number "
            "of residents present, over the period.",
            "基层机构慢性病门诊人次÷平均常住人口（期内累计）。",
        ),
        Formula(lambda v: v.visits_for(v.chronic, PRIMARY), lambda v: v.mean("residents"), chance="rate"),
    ),
    Indicator(
        "primary_fund_per_insured",
        Text("Fund paid to primary institutions per insured", "参保人人均基层医保基金支出"),
        "yuan",
        "none",
        Text(
            "Fund paid for the insured to primary institutions of the county / mean number insured, over the "
            "period.",
            "支付给县域内基层机构的基金÷平均参保人数（期内累计）。",
        ),
        Formula(lambda v: fund(v, PRIMARY), lambda v: v.insured()),
    ),
    Indicator(
        "in_county_stay_paid",
        Text("Paid by the funds for a stay in the county", "县域内住院次均补偿"),
        "yuan",
        "none",
        Text(
            "Inpatient payments of basic insurance and the critical-illness layer in the county / discharges "
            "of the insured in the county.",
            "县域内住院基本医保和大病保险支付÷参保人县域内出院人次。",
        ),
        Formula(lambda v: v.yuan(PAID, IN_COUNTY, INSURED), lambda v: discharges(v, IN_COUNTY)),
    ),
    Indicator(
        "in_county_stay_own",
        Text("Own cost of a stay in the county", "县域内住院次均自付"),
        "yuan",
        "lower",
        Text(
            "Inpatient bills less what all payers paid, in the county / discharges of the insured in the "
            "county.",
            "（县域内住院费用−各方支付）÷参保人县域内出院人次。",
        ),
        Formula(lambda v: own_of_stays(v, IN_COUNTY, INSURED), lambda v: discharges(v, IN_COUNTY)),
    ),
    Indicator(
        "stay_own",
        Text("Own cost of a stay", "住院次均自付"),
        "yuan",
        "lower",
        Text(
            "Inpatient bills less what all payers paid / discharges of the insured, anywhere.",
            "（住院费用−各方支付）÷参保人出院人次（不论地点）。",
        ),
        Formula(lambda v: own_of_stays(v, ANYWHERE, INSURED), lambda v: discharges(v, ANYWHERE)),
    ),
    Indicator(
        "inpatient_bill_per_insured",
        Text("Inpatient bills per insured (residents' insurance)", "居民医保人均住院费用"),
        "yuan",
        "none",
        Text(
            "Inpatient bills / mean number insured, over the period.", "住院费用÷平均参保人数（期内累计）。"
        ),
        Formula(
            lambda v: v.yuan(Flow.INPATIENT_BILL, ANYWHERE, RESIDENTS_FUND),
            lambda v: v.mean("insured_residents"),
        ),
    ),
    Indicator(
        "inpatient_paid_per_insured",
        Text("Inpatient payments per insured (residents' insurance)", "居民医保人均住院补偿"),
        "yuan",
        "none",
        Text(
            "Inpatient payments of basic insurance and the critical-illness layer / mean number insured, "
            "over the period.",
            "住院基本医保和大病保险支付÷平均参保人数（期内累计）。",
        ),
        Formula(lambda v: v.yuan(PAID, ANYWHERE, RESIDENTS_FUND), lambda v: v.mean("insured_residents")),
    ),
    Indicator(
        "inpatient_own_per_insured",
        Text("Own cost of stays per insured (residents' insurance)", "居民医保人均住院自付"),
        "yuan",
        "lower",
        Text(
            "Inpatient bills less what all payers paid / mean number insured, over the period.",
            "（住院费用−各方支付）÷平均参保人数（期内累计）。",
        ),
        Formula(lambda v: own_of_stays(v, ANYWHERE, RESIDENTS_FUND), lambda v: v.mean("insured_residents")),
    ),
)
CONDITIONS: tuple[Indicator[Home], ...] = (
    _stroke(
        "stroke_stay_cost",
        Text("Mean bill of an in-county stay, acute stroke", "脑卒中县域内住院次均费用"),
        "yuan",
        Text("Bills of in-county stays for acute stroke / these stays.", "县域内急性脑卒中住院费用÷人次。"),
        ByCondition.STAY_BILL,
        0.01,
    ),
    _stroke(
        "stroke_stay_own",
        Text("Own cost of an in-county stay, acute stroke", "脑卒中县域内住院次均自付"),
        "yuan",
        Text(
            "What patients pay of in-county stays for acute stroke / these stays.",
            "县域内急性脑卒中住院自付费用÷人次。",
        ),
        ByCondition.STAY_OWN,
        0.01,
    ),
    _stroke(
        "stroke_stay_days",
        Text("Mean length of an in-county stay, acute stroke", "脑卒中县域内平均住院日"),
        "days",
        Text("Days of in-county stays for acute stroke / these stays.", "县域内急性脑卒中住院床日÷人次。"),
        ByCondition.STAY_DAYS,
        1.0,
    ),
    Indicator(
        "chronic_visit_cost",
        Text("Mean bill of an in-county visit for a chronic condition", "县域内慢性病门诊次均费用"),
        "yuan",
        "none",
        Text(
            "Bills of in-county outpatient visits for chronic conditions / these visits.",
            "县域内慢性病门诊费用÷人次。",
        ),
        Formula(
            lambda v: v.case(ByCondition.VISIT_BILL, v.chronic, IN_COUNTY) / 100,
            lambda v: v.visits_for(v.chronic, IN_COUNTY),
        ),
    ),
    Indicator(
        "primary_hypertension_bill",
        Text("Outpatient bills for hypertension at primary care per patient", "高血压患者人均基层门诊费用"),
        "yuan",
        "none",
        Text(
            "Bills of visits for hypertension at village clinics and township centres / mean number of "
            "hypertensives, over the period.",
            "基层机构高血压门诊费用÷平均高血压患者数（期内累计）。",
        ),
        Formula(
            lambda v: v.case(ByCondition.VISIT_BILL, HYPERTENSION, PRIMARY) / 100,
            lambda v: v.mean("hypertensive"),
        ),
    ),
)
SITES: tuple[Indicator[Sites], ...] = (
    _site_count(
        "visits_county_hospital",
        Text(f"Outpatient visits, {_COUNTY.en}", f"门急诊人次（{_COUNTY.zh}）"),
        Text("Outpatient and emergency visits there, any payer.", "该级机构门急诊人次，不分支付方。"),
        Flow.OUTPATIENT_COUNT,
        Among.HOSPITAL,
    ),
    _site_count(
        "discharges_township",
        Text(f"Discharges, {_TOWNSHIP.en}", f"出院人次（{_TOWNSHIP.zh}）"),
        Text("Discharges there, any payer.", "该级机构出院人次，不分支付方。"),
        Flow.DISCHARGES,
        Among.TOWNSHIP,
    ),
    _site_count(
        "discharges_county_hospital",
        Text(f"Discharges, {_COUNTY.en}", f"出院人次（{_COUNTY.zh}）"),
        Text("Discharges there, any payer.", "该级机构出院人次，不分支付方。"),
        Flow.DISCHARGES,
        Among.HOSPITAL,
    ),
    Indicator(
        "bed_days_county_hospital",
        Text(f"Bed-days, {_COUNTY.en}", f"出院者占用总床日（{_COUNTY.zh}）"),
        "count",
        "none",
        Text("Bed-days of stays that ended there, any payer.", "该级机构出院者占用总床日，不分支付方。"),
        Formula(lambda v: v.count(Flow.BED_DAYS, Among.HOSPITAL)),
    ),
)
