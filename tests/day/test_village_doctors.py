"""The month of a village clinic: what its doctors earn, whom they serve, and what is counted of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.day.clock import Clock
from sim.day.contract_stocks import count_contracts
from sim.day.signing import sign_up
from sim.day.village_doctors import close_month_of_doctors, people_of_clinics, willing
from sim.geography.map import Kind, Option
from sim.indicators.tally import Flow
from sim.needs.expected_cost import cost_of_people
from sim.population.contracts import GROUPS
from tests.small import county, walk

FEES = {
    "contract.doctor.public_health_fee": 3600, "contract.doctor.contract_fee": 2400,
    "contract.doctor.consultation_fee": 500, "contract.doctor.sales_margin": 0.2,
    "contract.doctor.income_memory": 4, "contract.doctor.quit_base": 0.0, "contract.doctor.quit_rise": 0.0,
}  # fmt: skip
NOVEMBER, DECEMBER = (Clock(58, date(2023, 11, 30), 1, False), Clock(89, date(2023, 12, 31), 2, True))


@pytest.fixture
def model():
    return county(FEES, share=0.02, sample=0.5)


def busiest(model):
    """Return the village clinic with most people, one of whose doctors is all there is or not."""
    residents, _ = people_of_clinics(model.state)
    return int(np.argmax(np.where(model.state.doctors.posts > 0, residents, -1)))


def test_posts_are_those_of_village_clinics_and_not_of_stations(model):
    doctors, facilities = model.state.doctors, model.map.facilities
    clinic = np.unique(doctors.facility)
    assert (facilities["kind"].to_numpy()[clinic] == Kind.VILLAGE_CLINIC).all()
    village = facilities["village"].to_numpy()[clinic]
    assert not model.map.villages["community"].to_numpy()[village].any()
    assert (doctors.posts[clinic] == facilities["doctors"].to_numpy()[clinic]).all()


def test_a_month_by_hand(model):
    """A sample of a half: everything counts twice. Income moves by a quarter of what is new."""
    state, clinic = model.state, busiest(model)
    flow = [state.tally.facility_table(measure) for measure in
            (Flow.OUTPATIENT_COUNT, Flow.OUTPATIENT_BILL, Flow.OUTPATIENT_FUND)]  # fmt: skip
    for table, amount in zip(flow, (30, 90_000, 15_000), strict=True):
        table[1, clinic] = amount
    residents, signed = (2 * table[clinic] for table in people_of_clinics(state))
    served, posts = state.served[clinic], state.doctors.posts[clinic]
    close_month_of_doctors(state, NOVEMBER, model.tables)
    whole = 365 / 12 / 30  # the month has thirty days
    month = 300 * residents + 200 * signed * served + 2 * whole * (500 * 30 + 0.2 * 75_000)
    assert state.doctors.income[clinic] == pytest.approx(month / posts)
    close_month_of_doctors(state, DECEMBER, model.tables)
    quiet = 300 * residents + 200 * signed * served
    assert state.doctors.income[clinic] == pytest.approx((0.75 * month + 0.25 * quiet) / posts)
    assert state.served[clinic] == willing(model.tables.regimes)[clinic]
    assert np.isnan(state.doctors.income[state.doctors.posts == 0]).all()


def test_a_doctor_with_too_many_visits_serves_only_whom_time_allows(model):
    state, clinic = model.state, busiest(model)
    signed = 2 * people_of_clinics(state)[1][clinic]
    staff = model.tables.sites.staff[clinic]
    minutes = 365 / 12 / 30 * 10  # of the clinic for one visit counted
    visits = int((staff * 10_560 - 0.1 * signed * 80 / 12) / (2 * minutes))
    state.tally.facility_table(Flow.OUTPATIENT_COUNT)[1, clinic] = visits
    close_month_of_doctors(state, NOVEMBER, model.tables)
    assert state.served[clinic] == pytest.approx(0.1, abs=2 * minutes / (signed * 80 / 12))


def test_stocks_of_a_month(model):
    walk(model, 29)
    state, people = model.state, model.state.people
    stocks = {name: int(table[0, 0]) for name, table in model.snapshots.items()}
    here = people.alive & ~people.away
    for trait, name in GROUPS.items():
        group = here & ((state.codes & np.uint8(trait)) != 0)
        assert stocks[f"people_{name}"] == group.sum()
        assert stocks[f"signed_{name}"] == (group & people.signed).sum()
    served = state.served[model.map.options[people.village, Option.OWN_CLINIC]]
    assert stocks["signed_served"] == round(served[here & people.signed].sum())
    assert stocks["village_posts"] == len(state.doctors.facility)
    assert stocks["village_clinic_days"] == 29 * len(np.unique(state.doctors.facility))
    assert stocks["village_closed_days"] == stocks["village_quits"] == 0
    assert stocks["signed_unplaced"] == state.unplaced[0]


def test_closed_days_begin_anew_each_month(model):
    walk(model, 5)
    model.state.doctors.closed_days[:] = 3
    model.state.doctors.income[:] = 300_000
    snapshots = {}
    count_contracts(model.state, model.clock, model.tables, snapshots)
    assert snapshots["village_closed_days"][0, 0] == 3 * len(np.unique(model.state.doctors.facility))
    assert not model.state.doctors.closed_days.any()


def test_a_clinic_without_a_doctor_gives_up_its_part_of_the_panel():
    model = county(FEES | {"contract.panel_size": 300})
    state, clinic = model.state, model.state.doctors.posts > 0
    before = people_of_clinics(state)[1]
    state.doctors.until[:] = 100
    state.doctors.open_day(1, np.zeros(len(state.map.facilities), int))
    sign_up(state, model.tables, renew=True)
    after = people_of_clinics(state)[1]
    assert after[clinic].sum() < before[clinic].sum()
    assert state.unplaced.sum() > 0


def test_what_signed_and_other_residents_are_expected_to_cost(model):
    walk(model, 29)
    people = model.state.people
    here = people.alive & ~people.away
    yuan = cost_of_people(people, model.tables.expected) / 100
    stocks = {name: int(table[0, 0]) for name, table in model.snapshots.items()}
    assert stocks["cost_residents"] == pytest.approx(yuan[here].sum(), abs=1)
    assert stocks["cost_signed"] == pytest.approx(yuan[here & people.signed].sum(), abs=1)
    assert 300 < yuan[here].mean() < 10_000
