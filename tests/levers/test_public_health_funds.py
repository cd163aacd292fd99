"""Public-health money: whom village doctors serve, who leaves, whom teams manage, what the clinic keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.care.public_health import bonus, managed_share, public_health_tables
from sim.day.clock import Clock
from sim.day.followup import follow_up, open_hours, team_work
from sim.day.village_doctors import close_month_of_doctors, people_of_clinics
from sim.indicators.tally import Person
from sim.policy.regimes import one_regime
from tests.day import made
from tests.day.made import counted
from tests.small import county

FUNDS = {"capability.public_health_funds.per_head": 1_782}
MANAGE = {"contract.chronic_management.share": 1.0}
DECEMBER = Clock(61, date(2023, 12, 31), 1, True)
QUARTER = 91


def test_what_the_money_gives_by_hand(values):
    one = {**values, **FUNDS, "capability.public_health_funds.village_share": 0.5}
    one |= {"capability.public_health_funds.performance_share": 0.25}
    one |= {"capability.public_health_funds.chronic_part": 0.2}
    one |= {"contract.doctor.outside_income": 330_000, "contract.doctor.month_minutes": 11_000}
    table = public_health_tables(one_regime(one, 1, 1))
    assert (table.advance[0], table.performance[0]) == (891 * 0.75, 891 * 0.25)
    assert table.minutes[0] == pytest.approx(891 * 0.2 / 30)  # a minute costs 30 fen
    assert not public_health_tables(one_regime(values, 1, 1)).on


def test_serving_all_the_signed_earns_all_the_performance_money():
    people, signed = np.array([600.0, 600.0]), np.array([300.0, 0.0])
    assert (bonus(np.array([200.0, 200.0]), people, signed) * signed).tolist() == [120_000.0, 0.0]
    # 5 minutes each of 600 residents; 50 patients, four times 20 minutes a year.
    share = managed_share(np.array([5.0]), np.array([600.0]), np.array([50.0]), 20, 73)
    assert share == pytest.approx(3000 / 5000)
    assert managed_share(np.array([50.0]), np.array([600.0]), np.array([50.0]), 20, 73) == 1.0


def month(levers):
    quits = {"contract.doctor.quit_base": 0.0, "contract.doctor.quit_rise": 0.9}
    model = county({**quits, **levers}, share=0.02, sample=0.5)
    close_month_of_doctors(model.state, DECEMBER, model.tables)
    return model


def test_village_doctors_serve_more_and_leave_less():
    before, after = month({}).state, month(FUNDS).state
    _, signed = people_of_clinics(before)
    some = (before.doctors.posts > 0) & (signed > 0)
    assert (after.doctors.served[some] > before.doctors.served[some]).all()
    assert (after.doctors.income[some] > before.doctors.income[some]).all()
    assert (after.doctors.quits <= before.doctors.quits).all()
    assert after.doctors.quits.sum() < before.doctors.quits.sum()


def morning(levers):
    """A quiet county whose teams honour their contracts."""
    model = made.morning(levers)
    model.state.doctors.served = np.ones(len(model.map.facilities))
    team_work(model.state, model.tables)
    model.state.owed[:] = 0.0
    return model


def test_the_money_buys_follow_ups_of_people_who_had_none():
    assert len(morning({}).state.rounds.person) == 0
    model = morning(FUNDS)
    managed = set(model.state.rounds.person.tolist())
    everybody = set(morning(MANAGE).state.rounds.person.tolist())
    assert managed and managed <= everybody
    richer = morning({"capability.public_health_funds.per_head": 9_000})
    assert managed < set(richer.state.rounds.person.tolist())
    before = model.state.people.controlled.copy()
    for day in range(QUARTER):
        clock = replace(model.clock, date=model.clock.date + timedelta(days=day))
        follow_up(model.state, clock, model.tables)
    assert counted(model, Person.FOLLOW_UPS) == len(managed)
    assert (model.state.people.controlled & before == before).all()
    assert (model.state.people.controlled != before).any()


def test_paid_staff_take_the_follow_ups_off_the_clinic():
    left = []
    for levers in (MANAGE, MANAGE | FUNDS):
        model = morning(levers)
        state, sites = model.state, model.tables.sites
        state.owed[:] = 40.0
        _, minutes = open_hours(state, model.tables, sites.doctors, sites.slots)
        left.append(minutes)
    plain, funded = left
    paid = state.funded > 0
    assert (funded[paid] > plain[paid]).all() and paid.any()
    assert (funded[~paid] == plain[~paid]).all()
