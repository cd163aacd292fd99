"""One person watched through a run: what the story of their year is made of.

The watcher sees what every observer sees (choices as they are made, the visits of the day) and looks in the
evening where the person's needs have gone: the agenda of cases, the wards, the log of what ended. It changes
nothing: a run that is watched gives the results of one that is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.choice.choose import Parts
from sim.day.clock import Clock
from sim.day.diary import Diary
from sim.day.state import StayBill
from sim.day.visits import Visits
from sim.experiment import claiming, portrait
from sim.experiment.circumstances import Changed
from sim.experiment.discharging import discharged
from sim.experiment.endings import endings, why_again
from sim.experiment.episodes import Episodes
from sim.experiment.happenings import (
    Admitted,
    Arose,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    Referred,
    TurnedAway,
    Visited,
)
from sim.experiment.home_care import HomeCare
from sim.experiment.referrals import referrals
from sim.experiment.standing import Standing, changes, standing
from sim.experiment.story import Story
from sim.experiment.visiting import visited
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.model import CountyModel
from sim.money.rules import Link
from sim.needs.cases import Agenda, CaseArray, Origin, select


class Logs(NamedTuple):
    """What the model wrote down on a day."""

    bills: list[StayBill]
    ends: list[tuple[Person, npt.NDArray[np.int32]]]
    diary: Diary


class Watcher:
    """Observer of one person.

    Parameters
    ----------
    model : CountyModel
        At its first day; from here on it writes down stays, ends and its diary.
    resident : int
        Stable id; may be born later.

    Attributes
    ----------
    story : Story, optional
        Once the first counted day has come and the person is there.
    """

    def __init__(self, model: CountyModel, resident: int) -> None:
        self.story: Story | None = None
        self.wants_choices = model.scenario.warmup_days == 0
        self._model = model
        self._resident = resident
        self._row = -1
        self._gone = False
        self._standing: Standing | None = None
        self._episodes = Episodes(model)
        self._open: dict[int, tuple[int, CaseArray]] = {}  # last evening's cases by need: day due, case
        self._stays: dict[int, CaseArray] = {}  # last evening's stay by need
        self._before: list[Event] = []  # what was under way on the eve of the first counted day
        self._today: dict[int, list[Event]] = {}  # events by need
        self._sought: dict[int, Place] = {}  # where each need was taken today
        self._year = claiming.new_year()  # what the outpatient pools had paid last evening
        self._home = HomeCare(model)
        self._take_logs()

    def _take_logs(self) -> Logs:
        """Take what the model wrote down since the last time."""
        state = self._model.state
        logs = Logs(state.stay_log or [], state.end_log or [], state.diary or Diary())
        state.stay_log, state.end_log, state.diary = [], [], Diary()
        return logs

    def choices(self, cases: CaseArray, parts: Parts, option: npt.NDArray[np.int8]) -> None:
        """Take what the person weighs and chooses."""
        clock = self._model.clock
        if clock is None or not self._follows(clock):
            return
        for at in np.flatnonzero(cases["person"] == self._row).tolist():
            case = cases[at : at + 1]
            offers = portrait.offers(self._model, case, Parts(*(part[at : at + 1] for part in parts)))
            chosen = offers[int(option[at])]
            pharmacy = int(self._model.tables.values["prices.pharmacy"])
            bill = pharmacy if option[at] == Option.PHARMACY else 0
            need = self._arises(clock, case)
            drawn = portrait.drawn(case)
            self._tell(Chose(clock.date, need, tuple(offers.values()), drawn, chosen.place, bill))
            if option[at] > Option.PHARMACY:
                self._sought[need] = chosen.place

    def visits(self, clock: Clock, visits: Visits) -> None:
        """Take the visits of the day, and see in the evening where every need has gone."""
        state, eve = self._model.state, self._model.scenario.start - timedelta(days=1)
        logs = self._take_logs()
        self.wants_choices = clock.date >= eve
        if self._follows(clock) and self.story is not None:
            self._discharges(clock, logs.bills)
            self._visits(clock, visits)
            down = self._diary(clock, logs.diary)
            self._gone = not state.people.alive[self._row]
            # Unless something happened or was due, everything is where it was.
            if self._today or self._gone or any(due == clock.day for due, _ in self._open.values()):
                self._changes(
                    clock, [how for how, who in logs.ends for _ in np.flatnonzero(who == self._row)]
                )
            for offer in down:
                self._tell(offer)
            self._stands(clock)
            self.story.events += [event for events in self._today.values() for event in events]
        elif clock.date == eve and self._found():
            self._gone = not state.people.alive[self._row]
            self._evening(clock)
            self._standing = standing(self._model, self._row)
            self._home.begin(self._row)
            self._before = [event for events in self._today.values() for event in events]
        if self._row >= 0:
            self._year = claiming.year_so_far(self._model, self._row)
        self._today, self._sought = {}, {}

    def _found(self) -> bool:
        """Look the person up."""
        row = self._model.patients.row_of(self._resident)
        self._row = -1 if row is None else row
        return row is not None

    def _follows(self, clock: Clock) -> bool:
        """Whether the person is there in the counted days, alive this morning; begins the story."""
        scenario = self._model.scenario
        if self.story is None and clock.date >= scenario.start and self._found():
            seed, first, last = self._model.state.seed, scenario.start, scenario.until
            who = portrait.person(self._model, self._row, clock)
            self.story = Story(
                scenario.name, seed, first, last, who, self._episodes.needs, self._before, end=who
            )
        return self.story is not None and not self._gone

    def _stands(self, clock: Clock) -> None:
        """Tell what about the person is otherwise than last evening."""
        now = standing(self._model, self._row)
        before, self._standing = self._standing, now
        last_day = clock.date == self._model.scenario.until or self._gone
        if self.story and (now != before or last_day):
            self.story.end = portrait.person(self._model, self._row, clock)
        for what, to in changes(before, now) if before else ():
            self._tell(Changed(clock.date, 0, what, to))

    def _tell(self, event: Event) -> None:
        self._today.setdefault(event.need, []).append(event)

    def _need(self, record: CaseArray) -> int:
        """Number of the need that a case or a stay belongs to."""
        return self._episodes.of(record, before=self.story is None)

    def _arises(self, clock: Clock, case: CaseArray) -> int:
        """Tell that a need comes up and is not expected anywhere."""
        first = not self._episodes.knows(case)
        need = self._need(case)
        self._tell(Arose(clock.date, need, int(case["severity"][0]), int(case["step"][0]), first))
        return need

    def _place(self, record: CaseArray, column: str = "target") -> Place:
        return portrait.place(self._model, int(record["place"][0]), int(record[column][0]))

    def _discharges(self, clock: Clock, bills: Iterable[StayBill]) -> None:
        for bill in bills:
            for at in np.flatnonzero(bill.stays["person"] == self._row).tolist():
                need = self._need(select(bill.stays, np.array([at])))
                self._tell(discharged(self._model, clock, bill, at, need))

    def _visits(self, clock: Clock, visits: Visits) -> None:
        """Tell the visits of today, and who was turned away: expected or decided to come, but not seen."""
        in_bed = any(not self._went_home(need) for need in self._stays)
        for need, (due, case) in self._open.items():
            if due == clock.day and case["target"][0] >= 0 and case["origin"][0] != Origin.BED and not in_bed:
                self._sought.setdefault(need, self._place(case))
        mine = np.flatnonzero(visits.person == self._row)
        year = claiming.new_year() if clock.day_of_year == 1 else self._year
        claims = claiming.claims(self._model, visits, mine, year) if len(mine) else []
        for at, claim in zip(mine.tolist(), claims, strict=True):
            case = visits.case[at : at + 1]
            need = self._arises(clock, case) if visits.emergency[at] else self._need(case)
            self._sought.pop(need, None)
            self._tell(visited(self._model, clock.date, need, visits, at, claim))
        for need, place in self._sought.items():
            self._tell(TurnedAway(clock.date, need, place))

    def _diary(self, clock: Clock, diary: Diary) -> list[Referred]:
        """Tell referrals, care at home and long-term care; return what is told after the admission."""
        told = referrals(self._model, self._row, clock.date, diary.fates, self._need)
        down = [
            one for one in told if one.way == "down" and one.fate in ("accepted", "far", "price", "trust")
        ]
        for referral in told:
            if referral not in down:
                self._tell(referral)
        for cases in diary.supplies:
            for at in np.flatnonzero(cases["person"] == self._row).tolist():
                need = self._arises(clock, select(cases, np.array([at])))
                self._tell(Ended(clock.date, need, "supplied"))
        for event in self._home.events(self._row, clock.date, diary):
            self._tell(event)
        return down

    def _went_home(self, need: int) -> bool:
        """Whether a stay ended today, and not with a move to another bed."""
        return any(
            isinstance(event, Discharged) and event.to not in ("bed", "up")
            for event in self._today.get(need, ())
        )

    def _changes(self, clock: Clock, ends: Iterable[Person]) -> None:
        """Tell where each need has gone since last evening, and which are over."""
        before = (self._open.keys() | self._stays.keys() | self._today.keys()) - {0}
        self._evening(clock)
        self._ends(clock, before - self._open.keys() - self._stays.keys(), sorted(ends))

    def _evening(self, clock: Clock) -> None:
        """Look where the needs have gone: into beds, or on the agenda of another day."""
        cases, stays = self._filed(self._model.state.agenda), self._filed(self._model.state.wards)
        for need, (_, stay) in stays.items():
            before = self._stays.get(need)
            if before is None or before["facility"] != stay["facility"]:
                day = clock.date - timedelta(days=clock.day - int(stay["start"][0]))
                moved = {Link.DOWN: "down", Link.UP: "up"}.get(Link(stay["link"][0]), "")
                self._tell(Admitted(day, need, self._place(stay, "facility"), moved))
        for need, (due, case) in cases.items():
            if need not in self._open or self._open[need][0] != due:
                where = self._place(case) if case["target"][0] >= 0 else None
                when, severity = clock.date + timedelta(days=due - clock.day), int(case["severity"][0])
                today = self._today.get(need, ())
                lacks = any(isinstance(event, Visited) and event.decision == "no_drug" for event in today)
                why = "elsewhere" if lacks else why_again(case, self._went_home(need))
                self._tell(Expected(clock.date, need, why, when, severity, where))
        self._open, self._stays = cases, {need: stay for need, (_, stay) in stays.items()}

    def _filed(self, agenda: Agenda) -> dict[int, tuple[int, CaseArray]]:
        """Records of this person by need, with the day they are filed under."""
        mine = {}
        for due, records in agenda.filed():
            for at in np.flatnonzero(records["person"] == self._row).tolist():
                record = records[at : at + 1].copy()
                mine[self._need(record)] = due, record
        return mine

    def _ends(self, clock: Clock, needs: Iterable[int], hows: Iterable[Person]) -> None:
        """Tell which needs are over, and how."""
        seen = {need: self._today.get(need, []) for need in needs}
        dead = self._gone
        for need, how, word in endings(seen, list(hows)):
            self._tell(Ended(clock.date, need, word))
            dead &= how != Person.ENDED_DEATH
        if dead:
            self._tell(Ended(clock.date, 0, "death"))
