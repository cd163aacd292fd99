"""Scores: which way each moves the decisions of given facilities, for the same patients and draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.care.posting import following
from sim.care.treatment import ADVISE, KEEP, SLIP
from sim.day.assessment import assess, assessed, bill_before, window, yearly
from sim.day.clock import Clock
from sim.day.indication import judge_slips
from sim.day.tables import DayTables, compile_tables
from sim.day.village_doctors import close_month_of_doctors
from sim.day.visits import draw, new_visits
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow, Person
from sim.money.ledger import Service, Where
from sim.money.purse import Purses
from sim.money.score import Scored
from sim.policy.groups import Trait
from sim.population.contracts import PRIORITY
from tests.day.made import cases, counted, morning
from tests.small import single, small_map

ASSESSED = {"pay_provider.external_score.stake": 0.1}


@pytest.fixture(scope="module")
def model():
    return morning({"referral.offer.county": 0.9, "referral.offer.township": 0.5})


def with_worth(model, integration: float = 0.0, **each: float) -> DayTables:
    """Tables when one more of some quantities is worth so many fen to every community."""
    values = dict(model.tables.values) | {"governance.integration": integration}
    purses = model.tables.purses
    worth = np.zeros_like(purses.worth)
    for name, fen in each.items():
        worth[Scored[name]] = fen
    return compile_tables(model.map, single(model.map, values), 1.0, 1, replace(purses, worth=worth))


def at(tables: DayTables, kind: Kind) -> int:
    return int(np.flatnonzero((tables.sites.kind == kind) & (tables.sites.community >= 0))[0])


def test_slips_out_fall_at_the_lead_and_nowhere_else(model):
    before, after = model.tables, with_worth(model, OUT_SLIPS=-200_000)
    lead = at(before, Kind.COUNTY_GENERAL)
    beyond = (before.treatment.offer[:, lead] > 0) & (before.treatment.offer[:, lead] < 1)
    assert beyond.any()
    assert (after.treatment.offer[beyond, lead] < before.treatment.offer[beyond, lead]).all()
    np.testing.assert_array_equal(after.treatment.advise[:, lead], before.treatment.advise[:, lead])
    centre = at(before, Kind.TOWNSHIP_CENTRE)
    np.testing.assert_array_equal(after.treatment.offer[:, centre], before.treatment.offer[:, centre])


def test_advice_to_leave_is_not_recorded_but_what_the_fund_pays_outside_is(model):
    before, after = model.tables, with_worth(model, OUTSIDE_FUND=-0.5)
    lead = at(before, Kind.COUNTY_GENERAL)
    assert (after.treatment.advise[:, lead] <= before.treatment.advise[:, lead]).all()
    assert after.treatment.advise[:, lead].sum() < before.treatment.advise[:, lead].sum()


@pytest.mark.parametrize(("integration", "fewer"), [(0.0, False), (0.8, True)])
def test_members_that_share_the_purse_send_up_fewer_when_primary_visits_score(model, integration, fewer):
    before = with_worth(model, integration)
    after = with_worth(model, integration, PRIMARY_VISITS=10_000, HOSPITAL_VISITS=-30_000)
    centre = at(before, Kind.TOWNSHIP_CENTRE)
    change = after.treatment.offer[:, centre] - before.treatment.offer[:, centre]
    assert (change <= 0).all() and bool((change < 0).any()) is fewer


def test_mean_bills_that_score_make_more_and_cheaper_stays_worth_while(model):
    """Where the mean bill scores, a stay brings the mean and each fen of it costs: light ones pay."""
    before, after = model.tables, with_worth(model, STAYS=300_000, STAY_BILL=-0.4)
    lead = at(before, Kind.COUNTY_GENERAL)
    assert after.incentive.stays[lead] < 1.0 == before.incentive.stays[lead]
    light = np.argsort(before.stay_bill[0, :, 2])[:5]
    assert (after.incentive.admit[light, lead] > 0).all()


def test_needed_slips_withheld_are_counted_and_only_those(model):
    tables, model.state.tally.people[:] = with_worth(model, OUT_SLIPS=-200_000), 0
    sick = cases(model, np.arange(400), "tumour", severity=2, place=Option.GENERAL)
    sick = sick[sick["target"] == at(tables, Kind.COUNTY_GENERAL)]
    n = len(sick)
    nothing = np.zeros(n, np.int64)
    visits = new_visits(sick, np.full(n, Option.GENERAL), nothing, nothing > 0, np.zeros(n))
    visits.adequate[: n // 2] = True
    before, after = (one.treatment.offer[visits.row, visits.facility] for one in (model.tables, tables))
    u = draw(visits.keys, "treat.offer")
    visits.act[:] = np.where(u < after, SLIP, np.where(np.arange(n) % 2, KEEP, ADVISE))
    judge_slips(model.state, model.clock, tables, visits)
    withheld = ~visits.adequate & (u >= after) & (u < before)
    assert withheld.sum() > 5
    assert counted(model, Person.REFERRALS_WITHHELD) == withheld.sum()
    judge_slips(model.state, model.clock, model.tables, visits)
    assert counted(model, Person.REFERRALS_WITHHELD) == withheld.sum()


# What is assessed


def test_months_by_which_a_year_is_judged():
    def months(day: date, month: int) -> tuple[int, int]:
        judged = window(Clock(0, day, month, False))
        return judged.start, judged.stop

    assert months(date(2024, 1, 1), 3) == (1, 3)  # before this year begins the run's own months count
    assert months(date(2024, 3, 1), 5) == (1, 5)
    assert months(date(2024, 4, 1), 6) == (3, 6)
    assert months(date(2025, 2, 1), 16) == (4, 16)
    assert months(date(2025, 7, 1), 21) == (15, 21)


def recorded(model) -> tuple[int, slice]:
    """Half a year in which the community of the lead has known sums."""
    state, sites = model.state, model.tables.sites
    lead, centre = at(model.tables, Kind.COUNTY_GENERAL), at(model.tables, Kind.TOWNSHIP_CENTRE)
    community = int(sites.community[lead])
    for flow, place, amount in (
        (Flow.OUTPATIENT_COUNT, lead, 400), (Flow.OUTPATIENT_COUNT, centre, 300),
        (Flow.INPATIENT_BILL, lead, 900_000), (Flow.INPATIENT_FUND, lead, 400_000),
        (Flow.CRITICAL, lead, 50_000), (Flow.DISCHARGES, lead, 300), (Flow.OUT_SLIPS, lead, 6),
        (Flow.OUTPATIENT_FUND, centre, 150_000),
    ):  # fmt: skip
        state.tally.facility_table(flow)[3:9, place] = amount // 6
    state.ledger.paid[3:9] = 0
    state.ledger.paid[3:9, community, 1, Where.MEMBER, Service.INPATIENT] = 300_000
    state.ledger.paid[3:9, community, 0, Where.OUTSIDE, Service.INPATIENT] = 100_000
    return community, slice(3, 9)


def test_sums_of_a_year_by_hand():
    model = morning(sample=0.5)
    community, months = recorded(model)
    sums = yearly(model.state, model.tables, months)[:, community]
    by_name = {one.name: sums[one] for one in Scored}
    four = 2 / 0.5  # half a year of half the people
    assert by_name["HOSPITAL_VISITS"] == four * 396 and by_name["PRIMARY_VISITS"] == four * 300
    assert by_name["STAYS"] == four * 300 and by_name["OUT_SLIPS"] == four * 6
    assert by_name["STAY_BILL"] == four * 900_000
    assert by_name["STAY_FUND"] == by_name["HOSPITAL_FUND"] == four * (6 * 66_666 + 6 * 8_333)
    assert by_name["PRIMARY_FUND"] == four * 150_000
    assert by_name["COUNTY_FUND"] == 3 * by_name["OUTSIDE_FUND"] == four * 1_800_000


def test_a_stake_buys_a_score_and_nothing_is_assessed_without():
    model = morning()
    community, months = recorded(model)
    clock = Clock(250, date(2024, 7, 1), 9, False)
    neutral = Purses.neutral(model.state.ledger.communities, len(model.map.facilities))
    assert assessed(model.state, clock, model.tables, neutral) is neutral
    assert (assess(model.state, clock, model.tables, months).left == 1.0).all()
    values = dict(model.tables.values) | ASSESSED
    tables = compile_tables(model.map, single(model.map, values), 1.0, 1)
    purses = assessed(model.state, clock, tables, neutral)
    money = 2 * (150_000 + 6 * 66_666 + 6 * 8_333)
    assert purses.stake[community] == pytest.approx(0.1 * money)
    got = assess(model.state, clock, tables, months)
    assert purses.score[community] == pytest.approx(got.left[community])
    assert 0.9 < got.left[community] < 1.0
    assert purses.worth[Scored.OUTSIDE_FUND, community] < 0 < purses.worth[Scored.COUNTY_FUND, community]
    assert np.isnan(bill_before(model.state, tables, clock, months)[community])


# Members


def test_teams_whose_records_earn_money_serve_more_and_record_more():
    """Same people and draws; the money of one clinic's month end."""
    plan = {"contract.chronic_management.share": 0.6}
    usual, tied, watched = (
        morning(plan | more)
        for more in (
            {}, {"pay_provider.member_score.stake": 0.3},
            {"pay_provider.member_score.stake": 0.3, "pay_provider.audit.withheld": 0.5},
        )
    )  # fmt: skip
    found = []
    for one in (usual, tied, watched):
        close_month_of_doctors(one.state, replace(one.clock, date=date(2023, 10, 31)), one.tables)
        found.append(one.state.doctors)
    base, more, seen = found
    clinic = base.posts > 0
    assert (more.served[clinic] >= base.served[clinic]).all()
    assert more.served[clinic].sum() > base.served[clinic].sum()
    assert more.recorded[clinic].mean() > base.recorded[clinic].mean() > seen.recorded[clinic].mean()
    assert (more.income[clinic] < base.income[clinic]).any()  # what is not recorded yet is not paid


# The purse of teams


def held(integration: float) -> np.ndarray:
    """Share served when the community keeps and bears half of every fen."""
    one = morning({"contract.chronic_management.share": 0.6, "governance.integration": integration})
    half = replace(one.tables.purses, kappa=np.full_like(one.tables.purses.kappa, 0.5))
    tables = compile_tables(one.map, one.tables.regimes, 1.0, 1, half)
    close_month_of_doctors(one.state, replace(one.clock, date=date(2023, 10, 31)), tables)
    return one.state.doctors.served


def test_teams_serve_more_where_they_share_what_prevention_saves():
    apart, together = held(0.0), held(0.8)
    assert (together >= apart).all() and together.sum() > apart.sum()


def test_money_by_head_signs_the_healthy_and_not_the_ill():
    """Same people and draws: with the year's money of the signed in hand, teams sign other people."""
    free, bundled = (
        morning({"contract.coverage.chronic": 0.5, "contract.coverage.elderly": 0.5} | more).state
        for more in ({}, {"pay_provider.bundled.keep": 1.0, "pay_provider.bundled.bear": 1.0})
    )
    ill = (free.codes & np.uint8(Trait.CHRONIC)) > 0
    healthy = (free.codes & np.uint8(PRIORITY)) == 0
    assert bundled.people.signed[ill].sum() < free.people.signed[ill].sum()
    assert bundled.people.signed[healthy].sum() > free.people.signed[healthy].sum()
    adjusted = morning(
        {"contract.coverage.chronic": 0.5, "contract.coverage.elderly": 0.5, "pay_provider.bundled.keep": 1.0,
         "pay_provider.risk_adjusted": 1.0}
    ).state  # fmt: skip
    np.testing.assert_array_equal(adjusted.people.signed, free.people.signed)


# Where doctors are sent


def days_sent(integration: float, kappa: float) -> tuple[DayTables, np.ndarray]:
    """Days a year at each centre when all follow the money."""
    model = morning(
        {"capability.dispatch.person_times": 1_000, "capability.dispatch.own_choice": 1,
         "capability.dispatch.choice_weight": 0.5, "governance.integration": integration}
    )  # fmt: skip
    purses = model.tables.purses
    tables = compile_tables(
        model.map, model.tables.regimes, 1.0, 1, replace(purses, kappa=np.full_like(purses.kappa, kappa))
    )
    return tables, tables.dispatch.visits


def test_separate_purses_send_doctors_where_patients_follow_and_common_ones_where_they_are_lost():
    (tables, apart), (_, together) = days_sent(0.0, 0.0), days_sent(1.0, 0.9)
    centre = np.flatnonzero(apart > 0)
    assert len(centre) > 2
    assert apart[centre].sum() == pytest.approx(together[centre].sum()) == pytest.approx(1_000)
    follow = following(small_map(), tables.sites, tables.referral.lead_option, tables.referral)[centre]
    near, far = centre[follow.argmax()], centre[follow.argmin()]
    assert apart[near] > apart[far]
    assert together[near] / together[far] < apart[near] / apart[far]
