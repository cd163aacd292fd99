"""Steps: village doctors open their clinics; at month ends they earn, decide whom to serve, and may leave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.points import shut
from sim.care.public_health import bonus
from sim.care.village_doctor import (
    MONTHS,
    VillageDoctors,
    kept_fee,
    monthly_income,
    possible_share,
    practices,
    quit_hazard,
    willing_share,
    worth_of_time,
)
from sim.day.clock import Clock
from sim.day.followup import usual_records
from sim.day.heads import residents_of_villages
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.team_money import team_money
from sim.geography.map import Map, Option
from sim.indicators.tally import Flow
from sim.policy.regimes import Regimes
from sim.population.calendar import working_day
from sim.randomness import draw, stream

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

MOST_POSTS = 1000  # numbers the posts of a facility apart in the keys of their draws
YEAR_DAYS = 365


def first_doctors(map_: Map, regimes: Regimes) -> VillageDoctors:
    """Posts at the village clinics of the map, all filled; community stations employ theirs otherwise."""
    table = map_.facilities
    clinic = np.flatnonzero(practices(map_))
    count = np.maximum(np.rint(table["doctors"].to_numpy(np.float64)[clinic]), 1.0).astype(np.int64)
    facility = np.repeat(clinic, count)
    nothing = np.zeros(len(table), np.int64)
    return VillageDoctors(
        facility=facility,
        until=np.zeros(len(facility), np.int64),
        staffing=np.ones(len(table)),
        open=np.ones(len(table)),
        served=willing(regimes),
        recorded=usual_records(regimes),
        income=np.full(len(table), np.nan),
        closed_days=nothing,
        quits=nothing,
    )


def open_clinics(state: State, clock: Clock, tables: DayTables) -> None:
    """Find which places are open today: points without a doctor of their own on visiting days only."""
    points = tables.points
    index = working_day(clock.date)[0] if points.closed.any() else 0
    closed = tables.sites.shut
    state.doctors.hold(points.closed | closed, shut(points, index, clock.free) | closed)


def willing(regimes: Regimes, reward: F64 | float = 0.0) -> F64:
    """Share of the signed whom the doctors of each facility are willing to serve, shape (facilities,).

    `reward` comes on top of the fee for one served person and year, fen.
    """
    at = regimes.by_facility
    worth = worth_of_time(
        at("contract.doctor.outside_income"), at("contract.doctor.month_minutes"),
        at("contract.doctor.served_minutes"),
    )  # fmt: skip
    fee, slope = at("contract.doctor.contract_fee") + reward, at("contract.doctor.effort_slope")
    return np.asarray(willing_share(fee, worth, at("contract.doctor.duty"), slope), np.float64)


def people_of_clinics(state: State) -> tuple[I64, I64]:
    """Residents and signed residents of each facility as own clinic, in people simulated."""
    size, clinic = len(state.map.facilities), state.map.options[:, Option.OWN_CLINIC]
    served = clinic >= 0
    lives = residents_of_villages(state)[served]
    residents, signed = np.zeros((2, size), np.int64)
    np.add.at(residents, clinic[served], lives.sum(axis=1))
    np.add.at(signed, clinic[served], lives[:, 1])
    return residents, signed


def close_month_of_doctors(state: State, clock: Clock, tables: DayTables) -> None:
    """Add up the month of every clinic; doctors decide whom to serve from now on, and some leave."""
    doctors, at = state.doctors, tables.regimes.by_facility
    residents, signed = (counted / state.sample for counted in people_of_clinics(state))
    flow = state.tally.facility.reshape(len(Flow), -1, len(state.map.facilities))[:, clock.month]
    # A month cut short by the first or last day counts as a whole one.
    whole = YEAR_DAYS / MONTHS / min(clock.day + 1, clock.date.day) / state.sample
    visits = flow[Flow.OUTPATIENT_COUNT] * whole
    self_paid = (flow[Flow.OUTPATIENT_BILL] - flow[Flow.OUTPATIENT_FUND]) * whole
    posts = np.maximum(doctors.posts, 1)
    run = tables.points.run  # their doctors live on a salary; sales and public-health money are the centre's
    tied, money = team_money(state, tables, residents), tables.public_health
    more = bonus(money.performance, residents, signed)
    month = monthly_income(
        residents, signed * doctors.served, visits, self_paid,
        np.where(run, 0.0, at("contract.doctor.public_health_fee") * tied.kept + money.advance),
        at("contract.doctor.contract_fee") + more,
        at("contract.doctor.consultation_fee") * kept_fee(run, tables.regimes),
        np.where(run, 0.0, at("contract.doctor.sales_margin")),
    ) / posts  # fmt: skip
    month += np.where(run, at("capability.village_points.salary"), 0.0)
    month += at("governance.staff_pool.village_pay")
    memory = at("contract.doctor.income_memory")
    income = np.where(np.isnan(doctors.income), month, doctors.income + (month - doctors.income) / memory)
    doctors.income = np.where(doctors.posts > 0, income, np.nan)
    busy = visits * at("care.service_minutes.village")
    free = tables.sites.staff * at("contract.doctor.month_minutes") - busy
    possible = possible_share(free, signed, at("contract.doctor.served_minutes"))
    doctors.served = np.minimum(willing(tables.regimes, tied.reward + more), possible)
    doctors.recorded = tied.recorded
    _leave(state, clock, tables)


def vacant_days(regimes: Regimes) -> I64:
    """Days until a post at each facility is filled again; sooner where the township hires."""
    sooner = regimes.by_facility("governance.staff_pool.refill")
    return np.rint(regimes.by_facility("contract.doctor.vacancy_days") * (1.0 - sooner)).astype(np.int64)


def _leave(state: State, clock: Clock, tables: DayTables) -> None:
    """Let doctors in post leave by their hazard; each is replaced after the declared time."""
    doctors, at = state.doctors, tables.regimes.by_facility
    facility = doctors.facility
    hazard = quit_hazard(
        doctors.income, at("contract.doctor.outside_income"), at("contract.doctor.quit_base"),
        at("contract.doctor.quit_rise"),
    )[facility]  # fmt: skip
    number = np.arange(len(facility)) - np.searchsorted(facility, facility)
    ids = (facility * MOST_POSTS + number).astype(np.uint64)
    u = draw(stream("contract.quit", state.seed), ids, clock.ordinal)
    leaves = (doctors.until <= clock.day) & (u < hazard)
    vacancy = vacant_days(tables.regimes)[facility]
    doctors.until = np.where(leaves, clock.day + 1 + vacancy, doctors.until)
    doctors.quits = np.bincount(facility[leaves], minlength=len(doctors.staffing))
