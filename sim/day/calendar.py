"""Steps of the calendar: the first state, New Year, Spring Festival, month ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.care.drugs import full_stock
from sim.care.queue import Kernel
from sim.care.shared_tests import Exam
from sim.care.team import Papers, rounds_of
from sim.care.training import no_training
from sim.day.clock import Clock, month_index
from sim.day.followup import team_work
from sim.day.ledger import first_ledger
from sim.day.posts import Post
from sim.day.rounds import first_of_each
from sim.day.signing import sign_up
from sim.day.state import Festival, State, deaths_of_year
from sim.day.tables import DayTables
from sim.day.village_doctors import first_doctors
from sim.day.wards import die
from sim.geography.map import Map, Option
from sim.indicators.burden import Burden
from sim.indicators.tally import Person, Tally
from sim.money.standing import standings
from sim.population.calendar import home_window, spring_festival
from sim.population.groups import people_codes
from sim.population.people import ACCUMULATORS, Chronic, Insurance, People
from sim.population.renew import mortality_day, renew_year
from sim.randomness import draw, stream

CODES, DEAD = 256, 128  # combinations of what is counted at month ends; the bit of the dead

TIERS = ("clinic", "centre", "hospital", "city")
LAST_OF_TIER = (Option.NEAR_CLINIC, Option.NEAR_CENTRE, Option.NEIGHBOUR)


def make_state(
    map_: Map,
    people: People,
    tables: DayTables,
    begin: date,
    days: int,
    seed: int,
    sample: float,
    kernel: Kernel,
) -> State:
    """State of the county on the first morning of the warm-up: nobody in care, beliefs as declared."""
    months = month_index(begin, days)
    people.habit[:] = first_habits(people, tables.values, seed)
    facilities, villages = len(map_.facilities), len(map_.villages)
    state = State(
        people=people,
        map=map_,
        seed=seed,
        replicate=0,
        sample=sample,
        kernel=kernel,
        tally=Tally(int(months[days - 1]) + 2, len(map_.counties), facilities, len(tables.catalogue)),
        burden=Burden(len(map_.counties), (begin + timedelta(days=days - 1)).year - begin.year + 1),
        ledger=first_ledger(map_, int(months[days - 1]) + 1),
        months=months,
        present=~people.away,
        inside=np.zeros(len(people), bool),
        certified=certified(people, tables.values, seed),
        codes=np.zeros(len(people), np.uint8),
        scheme=np.zeros(len(people), np.int16),
        standing=np.zeros(len(people), np.uint8),
        unplaced=np.zeros(len(map_.counties), np.int64),
        doctors=first_doctors(map_, tables.regimes),
        way=people.mode,
        rounds=rounds_of(np.empty(0, np.int32), np.empty(0), 1),
        papers=Papers(np.empty(0, np.int32), rounds_of(np.empty(0, np.int32), np.empty(0), 1)),
        owed=np.zeros(len(tables.sites.unit_facility)),
        funded=np.zeros(len(tables.sites.unit_facility)),
        scratch=np.empty(len(people), np.int64),
        occupied=np.zeros(facilities, np.int64),
        kept=np.zeros(facilities, np.int64),
        belief=first_beliefs(villages, tables.values),
        wait=np.zeros(facilities),
        deaths=deaths_of_year(mortality_day(people, tables.values, seed, begin.year)),
        dying=np.empty(0, np.int32),
        ceiling=tables.sites.beds,
        posted_days=np.zeros(facilities, np.int64),
        posts=np.zeros((len(Post), facilities), np.int64),
        training=no_training(facilities),
        reports_left=np.zeros((facilities, len(Exam))),
        drugs=full_stock(facilities),
    )
    sign_up(state, tables, renew=True)
    place_in_schemes(state, tables)
    return state


def first_beliefs(villages: int, values: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """What villages believe of each option before anything was seen, shape (3, villages, 13)."""
    belief = np.zeros((3, villages, len(Option)))
    for option in Option:
        if option > Option.PHARMACY:
            tier = np.searchsorted(LAST_OF_TIER, option)
            belief[:, :, option] = values[f"learning.initial.{TIERS[tier]}"]
    return belief


def first_habits(people: People, values: Mapping[str, float], seed: int) -> npt.NDArray[np.int8]:
    """Habitual place of each person before the warm-up, by one keyed draw each; part have none."""
    habits = (Option.OWN_CLINIC, Option.OWN_CENTRE, Option.GENERAL)
    shares = np.cumsum([values[f"choice.habit_start.{option.name.lower()}"] for option in habits])
    drawn = np.searchsorted(shares, draw(stream("choice.habit_start", seed), people.id), side="right")
    return np.array([*habits, Option.NONE], np.int8)[drawn]


def presence(state: State, clock: Clock, tables: DayTables) -> None:
    """Note who is in the county today, and who dies of causes outside the catalogue."""
    if state.festival is None:
        state.festival = festival(state.people, tables.values, state.seed, clock.date.year)
    visit = state.festival
    if visit.begins <= clock.day_of_year <= visit.ends + 1:
        state.present[visit.away] = (visit.first <= clock.day_of_year) & (clock.day_of_year <= visit.last)
    due = np.concatenate([state.deaths.on(clock.day_of_year), state.dying])
    due = due[first_of_each(due, state.scratch)]
    due = due[state.people.alive[due]]
    # Who is in a hospital bed dies after leaving it, so that every stay ends in one way.
    state.dying = due[state.inside[due]]
    dead = due[~state.inside[due]]
    die(state, dead)
    state.count(Person.DEATHS_OTHER, clock, dead)


def festival(people: People, values: Mapping[str, float], seed: int, year: int) -> Festival:
    """When each of those who live away is at home around the Spring Festival of a year."""
    away = np.flatnonzero(people.away)
    day = spring_festival(year).timetuple().tm_yday
    first, last = home_window(people.id[away], seed, day, values, year)
    comes = first <= last
    begins = int(first[comes].min(initial=day))
    return Festival(year, away, first, last, begins, int(last[comes].max(initial=day)))


def new_year(state: State, clock: Clock, tables: DayTables, counted: bool) -> None:
    """Carry the people into the new year: accumulators to zero, ageing, moves, contracts, the newborn.

    The population is that of the census on the first counted day, so a New Year up to then renews nobody.
    """
    people = state.people
    for name in ACCUMULATORS:
        getattr(people, name)[:] = 0
    mothers = np.unique(np.concatenate(state.mothers)) if state.mothers else np.empty(0, np.int32)
    state.mothers = []
    grown = people
    if counted:
        grown = renew_year(people, tables.values, state.seed, clock.date.year, mothers)
    more = len(grown) - len(people)
    state.people = grown
    state.inside = np.concatenate([state.inside, np.zeros(more, bool)])
    state.present = ~grown.away
    state.festival = None
    state.deaths = deaths_of_year(mortality_day(grown, tables.values, state.seed, clock.date.year))
    state.certified = certified(grown, tables.values, state.seed)
    sign_up(state, tables, renew=True)
    place_in_schemes(state, tables)
    state.scratch = np.empty(len(grown), np.int64)
    state.candidates = None


def schemes(people: People, codes: npt.NDArray[np.uint8], tables: DayTables) -> npt.NDArray[np.int16]:
    """Scheme of each person: regime * 3 + insurance, the row of the rules the person lives under."""
    regime = tables.regimes.of(people.village, codes)
    return (regime * len(Insurance) + people.insurance).astype(np.int16)


def place_in_schemes(state: State, tables: DayTables) -> None:
    """Find anew the groups and the scheme of everybody, and whom teams manage and visit.

    Called after a change of people, contracts or values.
    """
    state.codes = people_codes(state.people, tables.values, state.seed)
    state.scheme = schemes(state.people, state.codes, tables)
    team_work(state, tables)
    state.standing = standings(state.codes, state.scheme, state.people.away, tables.regimes)


def certified(people: People, values: Mapping[str, float], seed: int) -> npt.NDArray[np.bool_]:
    """Who of the chronically ill holds a certificate for chronic outpatient care."""
    chosen = draw(stream("insurance.certified", seed), people.id) < values["insurance.certified_share"]
    return chosen & (people.chronic > 0)


def close_month(state: State, clock: Clock, tables: DayTables, snapshots: dict[str, Any]) -> None:
    """Count people by home county on the last day of a month, for the denominators of indicators."""
    people, tally = state.people, state.tally
    state.burden.close_month(people.alive, people.signed)
    pressure, both = np.uint8(Chronic.HYPERTENSION), np.uint8(Chronic.HYPERTENSION | Chronic.DIABETES)
    # One byte a person, so that a month costs one pass over the population.
    code = people.away + people.signed * np.uint8(2) + people.insurance * np.uint8(16)
    for bit, group in (
        (4, people.chronic & pressure), (8, people.controlled & pressure), (64, people.chronic & both),
        (DEAD, ~people.alive),
    ):  # fmt: skip
        code += (group != 0) * np.uint8(bit)
    counts = np.bincount(people.county * np.int16(CODES) + code, minlength=tally.counties * CODES)
    counts = counts.reshape(-1, CODES)[:, :DEAD]
    kind = np.arange(DEAD)
    home, insurance = (kind & 1) == 0, (kind >> 4) & 3
    groups = {
        "residents": home,
        "away": ~home,
        "insured_residents": insurance == Insurance.RESIDENTS,
        "insured_employees": insurance == Insurance.EMPLOYEES,
        "signed": (kind & 2) > 0,
        "chronic_managed": (kind & 66) == 66,
        "chronic_home": home & ((kind & 64) > 0),
        "hypertensive": home & ((kind & 4) > 0),
        "controlled": home & ((kind & 8) > 0),
    }
    for name, group in groups.items():
        table = snapshots.setdefault(name, np.zeros((tally.months, tally.counties), np.int64))
        table[clock.month] = counts[:, group].sum(axis=1)
    managed = state.rounds.person
    for name, person in (
        ("standard_managed", managed), ("standard_recorded", np.concatenate([managed, state.papers.person])),
    ):  # fmt: skip
        table = snapshots.setdefault(name, np.zeros((tally.months, tally.counties), np.int64))
        living = person[people.alive[person]]
        table[clock.month] = np.bincount(people.county[living], minlength=tally.counties)
