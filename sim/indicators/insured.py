"""Indicators of the insured: where their visits, stays and fund go (就医与基金流向)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.tally import Flow
from sim.indicators.views import ANYWHERE, AT_HOME, F64, IN_COUNTY, INSURED, PRIMARY, Home, Places

EVENT_SWITCHES = (
    "village_visits", "employees", "pharmacies", "ordinary_visits", "chronic_visits", "stays_as_visits",
)  # fmt: skip
FUND_SWITCHES = ("village_visits", "employees", "pharmacies", "critical")


def events(view: Home, places: Places) -> F64:
    """Visits and stays of the insured, by the date they happened."""
    return view.count((Flow.OUTPATIENT_COUNT, Flow.DISCHARGES), places, INSURED)


def ordinary_visits(view: Home, places: Places, insured: tuple[int, ...] = INSURED) -> F64:
    """Settled outpatient visits less those under the rules of chronic and special diseases (门诊慢特病)."""
    every, chronic = Flow.SETTLED_VISITS, Flow.SETTLED_CHRONIC_VISITS
    return view.count(every, places, insured) - view.count(chronic, places, insured)


def settled_events(view: Home, places: Places) -> F64:
    """Settled visits and stays of the insured, as far as the visit rate counts them."""
    return (
        view.seen.ordinary_visits * ordinary_visits(view, places)
        + view.seen.chronic_visits * view.count(Flow.SETTLED_CHRONIC_VISITS, places, INSURED)
        + view.seen.stays_as_visits * view.count(Flow.SETTLED_STAYS, places, INSURED)
    )


def fund(view: Home, places: Places) -> F64:
    """Fund paid for the insured by the date of the event, critical-illness layer included, yuan."""
    return view.yuan((Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL), places, INSURED)


def settled_fund(view: Home, places: Places) -> F64:
    """Fund paid for the insured by settlement date, yuan."""
    basic = view.yuan((Flow.SETTLED_OUTPATIENT_FUND, Flow.SETTLED_INPATIENT_FUND), places, INSURED)
    return basic + view.seen.critical * view.yuan(Flow.SETTLED_CRITICAL, places, INSURED)


def discharges(view: Home, places: Places) -> F64:
    """Stays of the insured that ended."""
    return view.count(Flow.DISCHARGES, places, INSURED)


def settled_stays(view: Home, places: Places) -> F64:
    """Settled stays of the insured."""
    return view.count(Flow.SETTLED_STAYS, places, INSURED)


def primary_fund_base(view: Home) -> F64:
    """Denominator of the primary share of the fund: fund in the county, or all fund under that reading."""
    in_county, anywhere = settled_fund(view, IN_COUNTY), settled_fund(view, ANYWHERE)
    return in_county + view.seen.whole_fund * (anywhere - in_county)


INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "in_county_visit_rate",
        Text("In-county visit rate", "县域内就诊率"),
        "share",
        "higher",
        Text(
            "Visits and stays of the insured in the county / anywhere; reported: settled ones.",
            "参保人在县域内的就诊和住院人次÷全部就诊和住院人次；报告口径为已结算人次。",
        ),
        Formula(lambda v: events(v, IN_COUNTY), lambda v: events(v, ANYWHERE), chance="share"),
        Formula(
            lambda v: settled_events(v, IN_COUNTY),
            lambda v: settled_events(v, ANYWHERE),
            source="claims",
            switches=EVENT_SWITCHES,
        ),
        ("IND18", "IND26"),
    ),
    Indicator(
        "in_county_admission_share",
        Text("In-county share of admissions", "县域内住院人次占比"),
        "share",
        "higher",
        Text(
            "Discharges of the insured in the county / anywhere; reported: settled ones.",
            "参保人在县域内的出院人次÷全部出院人次；报告口径为已结算人次。",
        ),
        Formula(lambda v: discharges(v, IN_COUNTY), lambda v: discharges(v, ANYWHERE), chance="share"),
        Formula(
            lambda v: settled_stays(v, IN_COUNTY),
            lambda v: settled_stays(v, ANYWHERE),
            source="claims",
            switches=("employees",),
        ),
        ("IND12", "IND19", "IND29"),
    ),
    Indicator(
        "in_county_fund_rate",
        Text("In-county share of fund spending", "医保基金县域内支出率"),
        "share",
        "higher",
        Text(
            "Fund paid for the insured in the county / anywhere; reported: by settlement date.",
            "参保人在县域内发生的基金支出÷全部基金支出；报告口径按结算日期。",
        ),
        Formula(lambda v: fund(v, IN_COUNTY), lambda v: fund(v, ANYWHERE)),
        Formula(
            lambda v: settled_fund(v, IN_COUNTY),
            lambda v: settled_fund(v, ANYWHERE),
            source="claims",
            switches=FUND_SWITCHES,
        ),
        ("IND09", "IND20", "IND25", "IND30"),
    ),
    Indicator(
        "primary_fund_share",
        Text("Primary institutions' share of in-county fund", "县域内基层医疗卫生机构医保基金占比"),
        "share",
        "higher",
        Text(
            "Fund paid to primary institutions / to all institutions in the county.",
            "支付给县域内基层医疗卫生机构的基金÷支付给县域内全部机构的基金。",
        ),
        Formula(lambda v: fund(v, PRIMARY), lambda v: fund(v, IN_COUNTY)),
        Formula(
            lambda v: settled_fund(v, PRIMARY),
            primary_fund_base,
            source="claims",
            switches=(*FUND_SWITCHES, "whole_fund"),
        ),
        ("IND10", "IND21", "IND25", "IND31"),
    ),
    Indicator(
        "primary_fund_share_of_all",
        Text("Primary institutions' share of all fund", "基层医疗卫生机构占全部医保基金支出比例"),
        "share",
        "higher",
        Text(
            "Fund paid to primary institutions of the county / all fund paid for the insured.",
            "支付给县域内基层医疗卫生机构的基金÷参保人全部基金支出。",
        ),
        Formula(lambda v: fund(v, PRIMARY), lambda v: fund(v, ANYWHERE)),
        Formula(
            lambda v: settled_fund(v, PRIMARY),
            lambda v: settled_fund(v, ANYWHERE),
            source="claims",
            switches=FUND_SWITCHES,
        ),
    ),
    Indicator(
        "primary_insured_visit_share",
        Text("Primary institutions' share of the insured's visits", "参保人基层就诊人次占比"),
        "share",
        "higher",
        Text(
            "Outpatient visits of the insured at primary institutions of the county / anywhere.",
            "参保人在县域内基层机构的门诊人次÷全部门诊人次。",
        ),
        Formula(
            lambda v: v.count(Flow.OUTPATIENT_COUNT, PRIMARY, INSURED),
            lambda v: v.count(Flow.OUTPATIENT_COUNT, ANYWHERE, INSURED),
            chance="share",
        ),
        Formula(
            lambda v: v.count(Flow.SETTLED_VISITS, PRIMARY, INSURED),
            lambda v: v.count(Flow.SETTLED_VISITS, ANYWHERE, INSURED),
            source="claims",
            switches=("village_visits", "employees", "pharmacies"),
        ),
    ),
    Indicator(
        "in_county_visit_ceiling",
        Text("Ceiling that absence puts on the in-county visit rate", "外出参保人对县域内就诊率的上限"),
        "share",
        "none",
        Text(
            "1 - visits and stays where the insured who live away live / all: the in-county rate if nobody "
            "else left.",
            "1−在外居住参保人于居住地的就诊住院人次÷全部人次：其他人都不外出就医时的县域内就诊率。",
        ),
        Formula(lambda v: events(v, AT_HOME), lambda v: events(v, ANYWHERE), chance="share"),
        Formula(
            lambda v: settled_events(v, AT_HOME),
            lambda v: settled_events(v, ANYWHERE),
            source="claims",
            switches=EVENT_SWITCHES,
        ),
    ),
    Indicator(
        "in_county_admission_ceiling",
        Text(
            "Ceiling that absence puts on the in-county share of admissions",
            "外出参保人对县域内住院人次占比的上限",
        ),
        "share",
        "none",
        Text(
            "1 - stays where the insured who live away live / all stays of the insured.",
            "1−在外居住参保人于居住地的住院人次÷全部住院人次。",
        ),
        Formula(lambda v: discharges(v, AT_HOME), lambda v: discharges(v, ANYWHERE), chance="share"),
        Formula(
            lambda v: settled_stays(v, AT_HOME),
            lambda v: settled_stays(v, ANYWHERE),
            source="claims",
            switches=("employees",),
        ),
    ),
    Indicator(
        "in_county_fund_ceiling",
        Text(
            "Ceiling that absence puts on the in-county share of fund spending",
            "外出参保人对医保基金县域内支出率的上限",
        ),
        "share",
        "none",
        Text(
            "1 - fund paid where the insured who live away live / all fund.",
            "1−在外居住参保人于居住地的基金支出÷全部基金支出。",
        ),
        Formula(lambda v: fund(v, AT_HOME), lambda v: fund(v, ANYWHERE)),
        Formula(
            lambda v: settled_fund(v, AT_HOME),
            lambda v: settled_fund(v, ANYWHERE),
            source="claims",
            switches=FUND_SWITCHES,
        ),
    ),
)
