"""Indicators per insured person: settled visits, stays, bills and fund (参保人均指标)."""

from __future__ import annotations

from sim.errors import Text
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.insured import FUND_SWITCHES, discharges, fund, ordinary_visits, settled_fund
from sim.indicators.tally import Flow
from sim.indicators.views import ANYWHERE, BEYOND_CITY, F64, IN_COUNTY, INSURED, RESIDENTS_FUND, Home, divide

SETTLED_EVENTS = (Flow.SETTLED_VISITS, Flow.SETTLED_STAYS)
BILLS = (Flow.OUTPATIENT_BILL, Flow.INPATIENT_BILL)


def mean_in_county_stay(view: Home) -> F64:
    """Mean bill of a stay of the insured in the county, yuan."""
    return divide(view.yuan(Flow.INPATIENT_BILL, IN_COUNTY, INSURED), discharges(view, IN_COUNTY))


def stay_cost_change(view: Home) -> F64:
    """Mean bill of an in-county stay less that of the same period a year before, yuan."""
    now = mean_in_county_stay(view)
    return now - view.earlier(now)


INDICATORS: tuple[Indicator[Home], ...] = (
    Indicator(
        "settled_visits_per_insured",
        Text("Settled ordinary visits per insured (residents' insurance)", "居民医保人均普通门急诊结算人次"),
        "per_person",
        "none",
        Text(
            "Settled ordinary outpatient visits / mean number insured, over the period.",
            "普通门急诊结算人次÷平均参保人数（期内累计）。",
        ),
        reported=Formula(
            lambda v: ordinary_visits(v, ANYWHERE, RESIDENTS_FUND),
            lambda v: v.mean("insured_residents"),
            source="claims",
            switches=("village_visits", "pharmacies"),
        ),
    ),
    Indicator(
        "settled_chronic_visits_per_insured",
        Text("Settled chronic visits per insured (residents' insurance)", "居民医保人均门诊慢特病结算人次"),
        "per_person",
        "none",
        Text(
            "Settled visits under the chronic and special disease rules / mean number insured, over the "
            "period.",
            "门诊慢特病结算人次÷平均参保人数（期内累计）。",
        ),
        reported=Formula(
            lambda v: v.count(Flow.SETTLED_CHRONIC_VISITS, ANYWHERE, RESIDENTS_FUND),
            lambda v: v.mean("insured_residents"),
            source="claims",
            switches=("village_visits", "pharmacies"),
        ),
    ),
    Indicator(
        "stays_per_100_insured",
        Text("Discharges per 100 insured (residents' insurance)", "居民医保每百人出院人次"),
        "per_100",
        "none",
        Text(
            "Discharges / mean number insured x 100, over the period; reported: settled ones.",
            "出院人次÷平均参保人数×100（期内累计）；报告口径为已结算人次。",
        ),
        Formula(
            lambda v: v.count(Flow.DISCHARGES, ANYWHERE, RESIDENTS_FUND),
            lambda v: v.mean("insured_residents"),
            per=100,
            chance="rate",
        ),
        Formula(
            lambda v: v.count(Flow.SETTLED_STAYS, ANYWHERE, RESIDENTS_FUND),
            lambda v: v.mean("insured_residents"),
            per=100,
            source="claims",
        ),
    ),
    Indicator(
        "fund_per_insured",
        Text("Fund spending per insured", "参保人人均基金支出"),
        "yuan",
        "none",
        Text(
            "Fund paid / mean number insured, over the period; reported: by settlement date.",
            "基金支出÷平均参保人数（期内累计）；报告口径按结算日期。",
        ),
        Formula(lambda v: fund(v, ANYWHERE), lambda v: v.insured()),
        Formula(
            lambda v: settled_fund(v, ANYWHERE),
            lambda v: v.insured(),
            source="claims",
            switches=FUND_SWITCHES,
        ),
    ),
    Indicator(
        "bill_per_insured",
        Text("Medical bills per insured (residents' insurance)", "居民医保人均医疗费用（不含药店）"),
        "yuan",
        "none",
        Text(
            "Outpatient and inpatient bills / mean number insured, over the period, pharmacies left out.",
            "门诊和住院费用÷平均参保人数（期内累计，不含药店）。",
        ),
        Formula(lambda v: v.yuan(BILLS, ANYWHERE, RESIDENTS_FUND), lambda v: v.mean("insured_residents")),
    ),
    Indicator(
        "inpatient_bill_share",
        Text("Inpatient share of bills (residents' insurance)", "居民医保住院费用占比"),
        "share",
        "none",
        Text("Inpatient bills / all bills of the insured.", "住院费用÷全部医疗费用。"),
        Formula(
            lambda v: v.yuan(Flow.INPATIENT_BILL, ANYWHERE, RESIDENTS_FUND),
            lambda v: v.yuan(BILLS, ANYWHERE, RESIDENTS_FUND),
        ),
    ),
    Indicator(
        "out_of_prefecture_share",
        Text(
            "Share of settled visits and stays beyond the prefecture (residents' insurance)",
            "居民医保市外结算人次占比",
        ),
        "share",
        "none",
        Text(
            "Settled visits and stays beyond the prefecture, or where the insured live away / all; "
            "hospitals of neighbouring "
            "counties are not counted as beyond.",
            "市外或居住地的结算人次÷全部结算人次；邻县医院不计入市外。",
        ),
        reported=Formula(
            lambda v: v.count(SETTLED_EVENTS, BEYOND_CITY, RESIDENTS_FUND),
            lambda v: v.count(SETTLED_EVENTS, ANYWHERE, RESIDENTS_FUND),
            source="claims",
            switches=("village_visits", "pharmacies"),
        ),
    ),
    Indicator(
        "out_of_prefecture_bill_share",
        Text("Share of bills beyond the prefecture (residents' insurance)", "居民医保市外医疗费用占比"),
        "share",
        "none",
        Text(
            "Bills beyond the prefecture, or where the insured live away / all bills.",
            "市外或居住地的医疗费用÷全部医疗费用。",
        ),
        Formula(
            lambda v: v.yuan(BILLS, BEYOND_CITY, RESIDENTS_FUND),
            lambda v: v.yuan(BILLS, ANYWHERE, RESIDENTS_FUND),
        ),
    ),
    Indicator(
        "in_county_stay_cost",
        Text("Mean bill of an in-county stay of the insured", "参保人县域内住院人均费用"),
        "yuan",
        "lower",
        Text(
            "Inpatient bills of the insured in the county / their discharges there.",
            "参保人县域内住院费用÷县域内出院人次。",
        ),
        Formula(
            lambda v: v.yuan(Flow.INPATIENT_BILL, IN_COUNTY, INSURED), lambda v: discharges(v, IN_COUNTY)
        ),
        official=("IND11",),
    ),
    Indicator(
        "in_county_stay_cost_growth",
        Text("Growth of the mean bill of an in-county stay", "参保人县域内住院人均费用增长率"),
        "share",
        "lower",
        Text(
            "Change of the mean bill against the same period a year before / that earlier mean; needs two "
            "counted years.",
            "较上年同期的变化÷上年同期人均费用；需模拟两个计算年度。",
        ),
        Formula(stay_cost_change, lambda v: v.earlier(mean_in_county_stay(v))),
        official=("IND11", "IND25"),
    ),
)
