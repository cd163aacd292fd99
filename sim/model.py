"""The county as a Mesa model: `CountyModel.step` is one day, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Protocol

import mesa
import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.agents import make_agents
from sim.agents.decisions import Decisions
from sim.agents.facility import Facility
from sim.agents.patient import Patient, PatientSet
from sim.care.queue import Kernel
from sim.choice.choose import Parts
from sim.day.arise import arise
from sim.day.assessment import assessed
from sim.day.bills import write_bills
from sim.day.budget import close_budgets, close_ledger, purses_of, turn_budgets
from sim.day.burden import begin_year, close_year
from sim.day.calendar import certified, close_month, make_state, new_year, place_in_schemes, presence
from sim.day.choice import go
from sim.day.clinics import attend, turn_away
from sim.day.clock import Clock, months_between
from sim.day.closed_doors import choose_anew
from sim.day.conserve import check
from sim.day.contract_stocks import count_contracts
from sim.day.count import count_day
from sim.day.dispatch import send_experts
from sim.day.drugs import deliver_drugs
from sim.day.followup import follow_up, home_visits, team_work
from sim.day.posts import count_posts
from sim.day.refer import refer
from sim.day.resolve import learn, resolve_home, resolve_visits
from sim.day.signing import sign_up
from sim.day.state import State
from sim.day.supply import use_supply
from sim.day.tables import DayTables, compile_tables
from sim.day.training import train
from sim.day.treat import treat
from sim.day.village_doctors import close_month_of_doctors, open_clinics
from sim.day.visits import Visits
from sim.day.wards import admit, discharge
from sim.geography.map import Map
from sim.needs.cases import CaseArray
from sim.population.calendar import is_holiday
from sim.population.make import make_people
from sim.population.people import People
from sim.scenario import Scenario, load_scenario

I8 = npt.NDArray[np.int8]
CHECK_EVERY = 7  # days between checks of conservation in a run; tests check every day


class Observer(Protocol):
    """Something that watches the run without touching it: a table of events, the story of a person."""

    wants_choices: bool

    def choices(self, cases: CaseArray, parts: Parts, option: I8) -> None:
        """See the cases that chose today, their utilities and what they chose."""

    def visits(self, clock: Clock, visits: Visits) -> None:
        """See the visits of today."""


class CountyModel(mesa.Model):
    """A county medical community (县域医共体) and its people, one day a step.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario, or the name or path of one.
    seed : int
        Keys every draw; the same seed gives the same days.
    sample : float
        Share of people simulated; each stands for 1/sample against unscaled clinics and beds.
    draw : int
        Which draw of the uncertain parameters; 0 for their central values.
    kernel : str
        ``"numpy"`` or ``"numba"``, same results.
    agents : mapping of agent class to subclass, optional
        Agents with decisions of their own, for example ``{Patient: MyPatient}``.
    map_, people : optional
        Ready-made geography and people (they are made from the scenario otherwise).

    Attributes
    ----------
    state : State
        Everything that changes.
    tables : DayTables
        Everything that is looked up, from the parameter values in force today.
    patients : PatientSet
        The one door to people: ``model.patients[i]`` is a `Patient` made on demand.
    datacollector : mesa.DataCollector
        Daily frames of the county.
    """

    def __init__(
        self,
        scenario: Scenario | str,
        *,
        seed: int = 1,
        sample: float = 1.0,
        draw: int = 0,
        kernel: Kernel = "numpy",
        agents: Mapping[type, type] | None = None,
        map_: Map | None = None,
        people: People | None = None,
    ) -> None:
        super().__init__(rng=seed)
        if kernel not in ("numpy", "numba") or not 0.0 < sample <= 1.0:
            raise ValueError(
                f"kernel {kernel!r} must be numpy or numba, sample {sample} above 0 and at most 1"
            )
        if kernel == "numba":
            randomness.use_compiled()
        plan = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.scenario = plan.draw(draw, seed)
        self.days = (self.scenario.until - self.scenario.begin).days + 1
        values = self.scenario.values(self.scenario.begin)
        map_ = self.scenario.map_on(self.scenario.begin, map_ or self.scenario.map(values))
        self.tables: DayTables = compile_tables(
            map_, self.scenario.regimes(self.scenario.begin, map_), sample, seed
        )
        people = people if people is not None else make_people(map_, values, seed, sample)
        self.state: State = make_state(
            map_, people, self.tables, self.scenario.begin, self.days, seed, sample, kernel
        )
        self._changes = set(self.scenario.change_dates)
        self.clock: Clock | None = None
        self.snapshots: dict[str, np.ndarray[Any, Any]] = {}
        self.patients = PatientSet(self, (agents or {}).get(Patient, Patient))
        self.decisions = Decisions(self, agents or {})
        self.facilities: list[Facility] = []
        make_agents(self, agents or {})
        self.observers: list[Observer] = []
        self.datacollector = mesa.DataCollector(model_reporters=daily_reporters())

    def step(self) -> None:
        """Simulate one day.

        The calendar turns (parameter values, New Year, who is home, who is in training or sent out, drugs);
        stays end; teams follow up whom they manage; needs arise, and some are met by drugs at home; people
        choose; clinics and emergencies see them; facilities treat, refer and admit; bills are settled; needs
        end or come back; villages learn; the day is counted.
        """
        clock = self._turn_calendar()
        state, tables = self.state, self.tables
        stable = discharge(state, clock, tables)
        follow_up(state, clock, tables)
        arrivals = arise(state, clock, tables)
        cases = use_supply(state, clock, tables, arrivals.cases)
        choose_anew(state, clock, tables, cases)
        going = go(state, tables, cases, self._ask_patients if self._watched else None)
        visits, away = attend(state, clock, tables, going)
        home_visits(state, clock, tables, visits)
        treat(state, clock, tables, visits, self.decisions.treatments)
        refer(state, clock, tables, visits)
        write_bills(state, tables, visits)
        admit(state, clock, tables, visits, arrivals.bed, stable)
        turn_away(state, clock, tables, away)
        resolve_visits(state, clock, tables, visits)
        resolve_home(state, clock, tables, going.home)
        learn(state, tables, visits, away)
        count_day(state, clock, tables, going, visits)
        self._close_day(clock, visits)

    def _turn_calendar(self) -> Clock:
        """Move to the next day; let new values take force and the year turn."""
        day = 0 if self.clock is None else self.clock.day + 1
        today = self.scenario.begin + timedelta(days=day)
        month = months_between(self.scenario.begin, today)
        self.clock = clock = Clock(day, today, month, today.weekday() >= 5 or is_holiday(today))
        self.state.doctors.open_day(clock.day, self.tables.sites.absent)
        if today in self._changes and day:
            self.use_values(today)
            self.state.doctors.open_day(clock.day, self.tables.sites.absent)
        if (today.month, today.day) == (1, 1) and day:
            new_year(self.state, clock, self.tables, today > self.scenario.start)
        if today.day == 1 or today in self._changes:
            self._turn_budgets(clock)
        if today == self.scenario.start or (self.state.burden.counting and clock.day_of_year == 1):
            begin_year(self.state, self.tables)
        presence(self.state, clock, self.tables)
        open_clinics(self.state, clock, self.tables)
        train(self.state, clock, self.tables)
        send_experts(self.state, clock, self.tables)
        deliver_drugs(self.state, clock, self.tables)
        return clock

    def use_values(self, on: date) -> None:
        """Compile the tables anew from the values in force on a day; needs of this block are drawn again."""
        state = self.state
        state.map = self.scenario.map_on(on, state.map)
        self.tables = compile_tables(
            state.map, self.scenario.regimes(on, state.map), state.sample, state.seed, self.tables.purses,
            state.training.taught, before=self.tables,
        )  # fmt: skip
        state.candidates = None
        state.certified = certified(state.people, self.tables.values, state.seed)
        sign_up(state, self.tables, renew=False)
        place_in_schemes(state, self.tables)
        state.ceiling = np.maximum(self.tables.sites.beds, state.occupied)

    def _turn_budgets(self, clock: Clock) -> None:
        """Open and end budgets, ask what the purses hold and what was learned; compile anew if it changed."""
        state, tables = self.state, self.tables
        turned = turn_budgets(state, clock, tables)
        if clock.date.day != 1 and not turned:
            return
        purses = assessed(state, clock, tables, purses_of(state, clock, tables))
        taught = state.training.taught
        if not (purses.same_as(tables.purses) and np.array_equal(taught, tables.training.taught)):
            self.tables = compile_tables(
                state.map, tables.regimes, state.sample, state.seed, purses, taught, before=tables
            )

    @property
    def _watched(self) -> bool:
        """Whether anybody wants to see choices before they are made."""
        return self.decisions.people_decide or any(observer.wants_choices for observer in self.observers)

    def _ask_patients(self, cases: CaseArray, parts: Parts, option: I8) -> I8:
        """Let people with a decision of their own decide, and observers see the choice."""
        option = self.decisions.choices(cases, parts, option)
        for observer in self.observers:
            observer.choices(cases, parts, option)
        return option

    def _close_day(self, clock: Clock, visits: Visits) -> None:
        """Take the month-end counts and the day's row of the data collector; show the day to observers."""
        for observer in self.observers:
            observer.visits(clock, visits)
        self.state.tally.add_occupied(clock.month, self.state.occupied)
        if clock.day % CHECK_EVERY == 0 or clock.day == self.days - 1:
            check(self.state)
        if (clock.date + timedelta(days=1)).month != clock.date.month or clock.day == self.days - 1:
            close_month_of_doctors(self.state, clock, self.tables)
            close_month(self.state, clock, self.tables, self.snapshots)
            team_work(self.state, self.tables)  # whom doctors serve may have changed
            count_contracts(self.state, clock, self.tables, self.snapshots)
            count_posts(self.state, clock, self.tables, self.snapshots)
            close_ledger(self.state, clock, self.tables)
        if (clock.date.month, clock.date.day) == (12, 31) or clock.day == self.days - 1:
            close_year(self.state, self.tables)
            close_budgets(self.state, clock, self.tables)
        self.datacollector.collect(self)

    def run(self) -> None:
        """Step through the warm-up and all counted days that remain."""
        while self.clock is None or self.clock.day < self.days - 1:
            self.step()

    @property
    def map(self) -> Map:
        """Geography of the county."""
        return self.state.map


def daily_reporters() -> dict[str, Any]:
    """Columns of the daily frame: day, people in beds, visits and stays so far."""
    from sim.indicators.tally import Flow, Person

    def total(measure: Flow) -> Any:
        return lambda model: int(model.state.tally.flow[measure].sum())

    return {
        "date": lambda model: model.clock.date,
        "needs": lambda model: int(model.state.tally.people[Person.NEEDS].sum()),
        "visits": total(Flow.OUTPATIENT_COUNT),
        "admissions": total(Flow.ADMISSIONS),
        "discharges": total(Flow.DISCHARGES),
        "in_hospital": lambda model: len(model.state.wards),
        "open_cases": lambda model: len(model.state.agenda),
        "fund_fen": lambda model: int(
            model.state.tally.flow[[Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL]].sum()
        ),
    }
