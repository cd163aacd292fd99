"""Tables of the money behind a run hold what tallies and accounts hold, in yuan of all people."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.experiment.accounts import FUND, LEDGER, PAID, fund_table, ledger_table
from sim.experiment.run import month_bounds
from sim.geography.map import Kind
from sim.indicators.tally import Flow
from sim.population.people import Insurance
from tests import small

START = date(2024, 1, 1)


@pytest.fixture(scope="module")
def tables():
    """Three months under a budget that is settled on the last day, and the model."""
    plan = small.scenario({"pay_provider.global_budget.on": {START: 1}}).with_dates(until=date(2024, 3, 31))
    model = small.CountyModel(
        plan, seed=2, sample=small.SHARE, map_=small.small_map(), people=small.small_people(2)
    )
    small.walk(model, model.days)
    months = month_bounds(plan.begin, plan.until)
    return model, ledger_table(model, months), fund_table(model, months)


def test_columns_and_periods(tables):
    _, ledger, fund = tables
    assert list(ledger.columns) == list(LEDGER)
    assert list(fund.columns) == list(FUND)
    assert set(ledger["period"]) == {"2024-01", "2024-02", "2024-03", "2024Q1"}
    assert len(fund) == 1 and fund["year"].tolist() == [2024]


def test_all_rows_are_all_that_the_funds_paid(tables):
    model, ledger, fund = tables
    tally = model.state.tally
    measures = (Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL)
    flows = [tally.flow_table(measure)[3:6] for measure in measures]
    quarter = ledger[ledger["period"] == "2024Q1"]
    everything = sum(int(flow.sum()) for flow in flows) / 100 / small.SHARE
    assert quarter["paid"].sum() == pytest.approx(everything)
    assert quarter[list(PAID)].sum().sum() == pytest.approx(everything)
    months = ledger[ledger["period"].str.len() == 7]
    assert months["paid"].sum() == pytest.approx(everything)
    residents = sum(int(flow[..., Insurance.RESIDENTS].sum()) for flow in flows) / 100 / small.SHARE
    row = fund.iloc[0]
    assert row["outpatient"] + row["inpatient"] + row["critical"] == pytest.approx(residents)
    covered = quarter[quarter["community"] != ""]["paid"].sum()
    assert covered == pytest.approx(residents)  # every township centre of this county is a member


def test_the_settlement_stands_in_the_row_of_its_year_and_in_the_fund(tables):
    model, ledger, fund = tables
    (end,) = model.state.ledger.accounts.closed
    settled = ledger[ledger["budget"].notna()]
    (row,) = settled.to_dict("records")
    assert (row["period"], row["community"]) == ("2024Q1", model.map.facilities["community"].max())
    scale = 1 / 100 / small.SHARE
    assert row["budget"] == pytest.approx(end.budget * scale)
    assert row["spending"] == pytest.approx(row["paid"]) == pytest.approx(end.spending * scale)
    assert row["kept"] + row["borne"] == pytest.approx((end.kept + end.borne) * scale)
    assert row["lead"] + row["township"] + row["village"] == pytest.approx(row["kept"] - row["borne"])
    assert fund["settled"].tolist() == pytest.approx([row["kept"] - row["borne"]])
    assert row["kappa"] > 0


def test_income_is_that_of_the_insured_for_the_days_of_the_run(tables):
    _, _, fund = tables
    row = fund.iloc[0]
    assert row["income"] == pytest.approx(row["insured"] * 1_180.5 * 91 / 366, rel=1e-3)
    assert row["balance"] == pytest.approx(
        row["income"] - row["outpatient"] - row["inpatient"] - row["critical"] - row["settled"], abs=0.05
    )
    assert not row["failed"]


def test_what_visits_and_stays_cost_each_facility_and_what_it_got_in_subsidies():
    """A yuan for every visit at primary care, two for a stay in hospital; drugs and supplies of the bills."""
    given = {"pay_provider.subsidy.community_visit": 100, "pay_provider.subsidy.hospital_stay": 200}
    plan = small.scenario(given).with_dates(until=date(2024, 1, 31))
    model = small.CountyModel(
        plan, seed=2, sample=small.SHARE, map_=small.small_map(), people=small.small_people(2)
    )
    small.walk(model, model.days)
    ledger, tally, kind = model.state.ledger, model.state.tally, model.tables.sites.kind
    visits = tally.facility_table(Flow.OUTPATIENT_COUNT)[:-1]
    stays = tally.facility_table(Flow.DISCHARGES)[:-1]
    hospital = (kind >= Kind.COUNTY_GENERAL) & (kind <= Kind.OTHER_HOSPITAL)
    primary = kind <= Kind.TOWNSHIP_CENTRE
    assert np.array_equal(ledger.subsidy, 100 * visits * primary + 200 * stays * hospital)
    billed = tally.facility_table(Flow.OUTPATIENT_BILL)[:-1] + tally.facility_table(Flow.INPATIENT_BILL)[:-1]
    share = ledger.cost.sum() / billed.sum()
    assert model.tables.variable.min() <= share <= model.tables.variable.max()
    assert ((ledger.cost > 0) == (billed > 0)).all()
