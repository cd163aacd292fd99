"""The mirror as a Mesa model: a day is a round of agents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import cos, pi
from typing import Literal

import mesa
import numpy as np
import numpy.typing as npt

from sim.care.noise import exponential
from sim.care.treatment import ADMIT
from sim.day.clock import months_between
from sim.day.tables import compile_tables
from sim.geography.map import Map, Option
from sim.indicators.funnel import Fate
from sim.indicators.tally import ELSEWHERE, ByCondition, Flow
from sim.money.purse import Purses
from sim.needs.onset import BLOCK_DAYS, PEAK_DAY, YEAR_DAYS
from sim.population.calendar import is_holiday, spring_festival
from sim.population.people import People
from sim.randomness import purpose, uniform_scalar
from sim.scenario import Scenario
from tests.mirror.ambulances import Ambulance, drive, station
from tests.mirror.beds import admit
from tests.mirror.books import Books
from tests.mirror.burden import bear_visit, close_day, turn_year
from tests.mirror.clinical_pathway import prescribe_by_standard
from tests.mirror.dispatch import see_experts, send_experts
from tests.mirror.doctor import close_month
from tests.mirror.drugs import fill_prescriptions, leave_out_drugs
from tests.mirror.epidemic import spread_wave
from tests.mirror.facility import Facility
from tests.mirror.indication import judge_slip, judge_stays
from tests.mirror.insurer import bill_visit, settlement_month
from tests.mirror.long_term import release_places, take_places
from tests.mirror.outcome import resolve_home, resolve_visits, turn_away
from tests.mirror.plain import plain
from tests.mirror.procurement import buy_jointly
from tests.mirror.records import REFERRED, Case, Stay, Visit
from tests.mirror.referral import refer
from tests.mirror.remote import bill_remote, consult
from tests.mirror.resident import Resident
from tests.mirror.shared_tests import read_tests
from tests.mirror.team import dispense, follow_up, home_visits, plan_team_work
from tests.mirror.training import learned, train
from tests.mirror.village import Village
from tests.mirror.year import facts_of, new_year, place_in_schemes

OWN_CLINIC, NEAR_CENTRE = int(Option.OWN_CLINIC), int(Option.NEAR_CENTRE)
TCM = purpose("visit.tcm")


class MirrorModel(mesa.Model):
    """A county, one Mesa agent per resident, facility and village.

    Parameters
    ----------
    scenario : Scenario
    seed : int
    map_ : Map
    people : People
        The first state of the residents; not changed.
    step : {"all", "ill"}
        Step every resident every day, or only those with something due today.
    purses : mapping of date to Purses, optional
        What those who decide know of money from each day on; ledgers are no agents.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        map_: Map,
        people: People,
        step: Literal["all", "ill"] = "all",
        purses: Mapping[date, Purses] | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self.scenario, self.seed, self.map = scenario, seed, scenario.map_on(scenario.begin, map_)
        self.purses, self.purse = purses or {}, None
        self.ill_only = step == "ill"
        self.date = scenario.begin
        self.today = self.date.toordinal()
        self.exponential = exponential().tolist()
        self.deaths: dict[int, list[Resident]] = {}
        self.dying: list[Resident] = []
        self.ambulances: list[Ambulance] = []
        self.long_term: list[Stay] = []
        self.mothers: set[int] = set()
        self.expected: dict[int, dict[int, Resident]] = {}
        self.wave: tuple[float, ...] | None = None
        self.ill_share, self.ill_on, self.at_risk = 0.0, dict[int, int](), 0
        self.daily_began = False  # residents made later are newborn and have no habit
        self.use_values()
        months = months_between(scenario.begin, scenario.until) + 2
        self.books = Books(months, len(self.book.catalogue.kind))
        facilities = [Facility(self, index) for index in range(len(map_.facilities))]
        self.villages = [
            Village(self, index, [facilities[at] if at >= 0 else None for at in options])
            for index, options in enumerate(map_.options.tolist())
        ]
        for row, facts in enumerate(facts_of(people)):
            Resident(self, row, facts)
        self.daily_began = True
        self.terms: object = None  # what the last signing depended on
        self.facilities = self.agents_by_type[Facility]
        self.facility = facilities  # by index; a set of agents is looked through for each
        self.residents = self.agents_by_type[Resident]
        place_in_schemes(self, renew=True)
        self.daily: list[list[tuple[int, int, int]]] = []
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "visits": lambda model: sum(seen for seen, _, _ in model.daily[-1]),
                "in_hospital": lambda model: sum(inside for _, _, inside in model.daily[-1]),
            }
        )

    def use_values(self) -> None:
        """Compile the tables from the values in force today."""
        self.map = self.scenario.map_on(self.date, self.map)
        self.regimes = self.scenario.regimes(self.date, self.map)
        self.compile()
        self.delivery = self.book.catalogue.ids.index("delivery")
        self.unlimited = self.book.values["care.unlimited"] > 0
        station(self)

    def compile(self) -> None:
        """Compile the tables anew from the values in force and what was learned so far."""
        taught = np.array([each.taught for each in self.facilities]) if self.daily_began else None
        self.book = plain(compile_tables(self.map, self.regimes, 1.0, self.seed, self.purse, taught))

    def turn_calendar(self) -> bool:
        """Begin a day; return whether needs are to be drawn anew."""
        begins = not self.daily
        if not begins:
            self.date += timedelta(days=1)
        self.today = self.date.toordinal()
        self.day_of_year = self.date.timetuple().tm_yday
        self.festival = spring_festival(self.date.year).toordinal()
        self.day_off = self.date.weekday() >= 5 or is_holiday(self.date)
        self.books.month = self.month_of(self.today)
        self.season = [
            (1.0 + winter * cos(2.0 * pi * (self.day_of_year - PEAK_DAY) / YEAR_DAYS)) / (1.0 + abs(winter))
            for winter in self.book.hazards.winter
        ]
        self.came = 0
        self.waiting: list[Case] = []
        self.emergencies: list[Case] = []
        self.elsewhere: list[Case] = []
        self.home: list[Case] = []
        self.stable: list[Stay] = []
        self.asking_long_term: list[Stay] = []
        self.seen: list[tuple[int, Visit]] = []
        self.turned_away: list[tuple[int, Case]] = []
        changed = self.date in self.scenario.change_dates and not begins
        new_purse = self.date in self.purses
        self.purse = self.purses.get(self.date, self.purse)
        if changed:
            self.use_values()
            for resident in self.residents:
                resident.certify()
            place_in_schemes(self, renew=False)
        turned = self.day_of_year == 1 and not begins
        if turned:
            new_year(self)
        if (self.date.day == 1 and not begins and learned(self)) or new_purse:
            self.compile()
        turn_year(self, turned)
        return begins or changed or turned or self.today % BLOCK_DAYS == 0

    def month_of(self, day: int) -> int:
        """Months from the first day of the run to a day."""
        return months_between(self.scenario.begin, date.fromordinal(day))

    def expect(self, resident: Resident, day: int) -> None:
        """Note that a resident has something due on a day."""
        if self.ill_only and day >= self.today:
            self.expected.setdefault(day, {})[resident.row] = resident

    def step(self) -> None:
        """One day: the order of `CountyModel.step`."""
        new_block = self.turn_calendar()
        train(self)
        send_experts(self)
        due, self.dying = [*self.deaths.get(self.day_of_year, ()), *self.dying], []
        for resident in dict.fromkeys(due):
            resident.die_of_other_causes()
        release_places(self)
        self.facilities.do("open")
        take_places(self)
        follow_up(self)
        if new_block:
            self.residents.do("draw_needs")
        spread_wave(self)
        if self.ill_only:
            for _, resident in sorted(self.expected.pop(self.today, {}).items()):
                resident.step()
        else:
            self.residents.do("step")
        self.facilities.do("hold_clinic")
        visits = self.visits_of_today()
        home_visits(visits)
        away = [case for _, case in sorted(self.turned_away, key=lambda entry: entry[0])]
        self.care_for(visits, away)
        for visit in visits:
            if visit.place != ELSEWHERE and not visit.emergency:
                self.spread(visit.case, visit.place, visit.adequate, visit.case.step == 0)
        for case in away:
            self.spread(case, case.place, False, case.step == 0 and case.tries == 0)
        self.agents_by_type[Village].do("learn")
        for visit in visits:
            self.count(visit)
        self.daily.append([(each.visited, each.admitted, each.ward.occupied) for each in self.facilities])
        close_day(self)
        tomorrow = self.date + timedelta(days=1)
        if tomorrow.month != self.date.month or self.date == self.scenario.until:
            close_month(self)
            plan_team_work(self)
        self.datacollector.collect(self)

    def visits_of_today(self) -> list[Visit]:
        """Visits of clinics in order of coming, then emergencies, then care of those who live away."""
        visits = [visit for _, visit in sorted(self.seen, key=lambda entry: entry[0])]
        door = drive(self, self.emergencies)
        for case in self.emergencies:
            visit = Visit(
                case, case.resident, case.target, case.place, case.draws, case.row, minutes=door[id(case)]
            )
            visit.emergency = True
            visits.append(visit)
        for case in self.elsewhere:
            visits.append(Visit(case, case.resident, case.target, case.place, case.draws, case.row))
        return visits

    def care_for(self, visits: Sequence[Visit], away: Sequence[Case]) -> None:
        """Treat, refer, bill and admit; then see what becomes of everybody's need."""
        for visit in visits:
            visit.facility.treat(visit)
        see_experts(self, visits)
        read_tests(self, visits)
        consult(self, visits)
        judge_stays(visits)
        for visit in visits:
            judge_slip(visit)
        fill_prescriptions(self, visits)
        for visit in visits:
            if visit.case.origin == REFERRED and visit.act != ADMIT:
                visit.case.close_slip(Fate.ATTENDED)
            refer(visit)
        dispense(visits)
        for visit in visits:
            buy_jointly(visit)
            prescribe_by_standard(visit)
            leave_out_drugs(visit)
        for visit in visits:
            bill_visit(self, visit)
        for visit in visits:
            if visit.remote:
                bill_remote(self, visit)
        admit(self, visits, self.waiting, self.stable)
        turn_away(self, away)
        resolve_visits(self, visits)
        resolve_home(self, self.home)

    def spread(self, case: Case, place: int, well: bool, first: bool) -> None:
        """Tell the village of a resident how it went."""
        group, times = self.book.catalogue.kind[case.condition], 1
        if first and not well and OWN_CLINIC <= place <= NEAR_CENTRE:
            times = int(self.book.values["learning.first_contact"])
        for _ in range(times):
            case.resident.village.note(group, place, well)

    def count(self, visit: Visit) -> None:
        """Count a visit, its money and its settlement."""
        books, case, place = self.books, visit.case, visit.place
        visit.facility.visited += 1
        bear_visit(self, visit)
        visit.facility.practice.note(visit.bill - visit.fund)
        books.add_visit(place, case.condition)
        books.add_case(ByCondition.VISIT_BILL, place, case.condition, visit.bill)
        books.add(Flow.OUTPATIENT_COUNT, place)
        books.add(Flow.OUTPATIENT_BILL, place, visit.bill)
        books.add(Flow.OUTPATIENT_FUND, place, visit.fund)
        books.add(Flow.WAIT, place, visit.wait)
        if not visit.emergency:
            books.add(Flow.TRAVEL, place, int(visit.minutes + 0.5))
        if uniform_scalar(visit.key, TCM) < self.book.tcm[case.condition][visit.facility.index]:
            books.add(Flow.TCM_VISITS, place)
        if case.step > 0:
            books.add(Flow.RETURN_VISITS, place)
        if visit.fund > 0:
            month = settlement_month(self, visit.key, visit.facility.level, place)
            books.add_settled(Flow.SETTLED_VISITS, month, place)
            books.add_settled(Flow.SETTLED_OUTPATIENT_FUND, month, place, visit.fund)
            if self.book.outcome.bit[case.condition] and visit.resident.certified:
                books.add_settled(Flow.SETTLED_CHRONIC_VISITS, month, place)

    def run(self) -> None:
        """Step to the last day of the scenario."""
        while self.date < self.scenario.until or not self.daily:
            self.step()

    def facility_day(self) -> npt.NDArray[np.int64]:
        """Visits, admissions and beds in use, shape (3, days, facilities)."""
        return np.array(self.daily, np.int64).transpose(2, 0, 1)
