"""One person watched through a run: what the story of their year is made of.

The watcher sees what every observer sees (choices as they are made, the visits of the day) and looks in the
evening where the person's needs have gone: the agenda of cases, the wards, the log of what ended. It changes
nothing: a run that is watched gives the results of one that is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from sim.care.clinic import TICKS
from sim.choice.choose import Parts
from sim.day.state import Clock, StayBill
from sim.day.visits import Visits
from sim.errors import Text
from sim.experiment import portrait
from sim.experiment.endings import rank_of_care, word_of_end
from sim.experiment.happenings import (
    Admitted,
    Arose,
    Changed,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    TurnedAway,
    Visited,
)
from sim.experiment.standing import Standing, changes, standing
from sim.experiment.story import Need, Story
from sim.geography.map import Option
from sim.indicators.tally import Person
from sim.model import CountyModel
from sim.needs.cases import RETRY_STEP, STAY_STEP, Agenda, CaseArray, Origin
from sim.randomness import step_key_scalar

ACTS = ("kept", "admitted", "slip", "advised")


class Watcher:
    """Observer of one person.

    Parameters
    ----------
    model : CountyModel
        At its first day; from here on it logs stays and ends.
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
        self._needs: list[Need] = []
        self._number: dict[int, int] = {}  # of each need by key of its episode
        self._open: dict[int, tuple[int, CaseArray]] = {}  # last evening's cases by need: day due, case
        self._stays: dict[int, CaseArray] = {}  # last evening's stay by need
        self._before: list[Event] = []  # what was under way on the eve of the first counted day
        self._today: dict[int, list[Event]] = {}  # events by need
        self._sought: dict[int, Place] = {}  # where each need was taken today
        self._deductible = 0
        model.state.stay_log, model.state.end_log = [], []

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
        bills, ends = state.stay_log or [], state.end_log or []
        state.stay_log, state.end_log = [], []
        self.wants_choices = clock.date >= eve
        if self._follows(clock) and self.story is not None:
            self._discharges(clock, bills)
            self._visits(clock, visits)
            self._gone = not state.people.alive[self._row]
            # Unless something happened or was due, everything is where it was.
            if self._today or self._gone or any(due == clock.day for due, _ in self._open.values()):
                self._changes(clock, [how for how, who in ends for _ in np.flatnonzero(who == self._row)])
            self._stands(clock)
            self.story.events += [event for events in self._today.values() for event in events]
        elif clock.date == eve and self._found():
            self._gone = not state.people.alive[self._row]
            self._evening(clock)
            self._standing = standing(self._model, self._row)
            self._before = [event for events in self._today.values() for event in events]
        self._deductible = portrait.into_deductibles(state.people, self._row) if self._row >= 0 else 0
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
            self.story = Story(scenario.name, seed, first, last, who, self._needs, self._before, end=who)
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
        key = int(record["key"][0])
        if key not in self._number:
            led = (number for known, number in self._number.items() if _follows_from(known, record))
            self._number[key] = next(led, 0) or self._new_need(record)
        return self._number[key]

    def _new_need(self, record: CaseArray) -> int:
        catalogue, at = self._model.tables.catalogue, int(record["condition"][0])
        name = Text(catalogue.names_en[at], catalogue.names_zh[at])
        known, episode = self.story is None, f"{int(record['key'][0]):016x}"
        self._needs.append(Need(len(self._needs) + 1, catalogue.ids[at], name, known, episode))
        return len(self._needs)

    def _arises(self, clock: Clock, case: CaseArray) -> int:
        """Tell that a need comes up and is not expected anywhere."""
        first = int(case["key"][0]) not in self._number
        need = self._need(case)
        self._tell(Arose(clock.date, need, int(case["severity"][0]), int(case["step"][0]), first))
        return need

    def _place(self, record: CaseArray, column: str = "target") -> Place:
        return portrait.place(self._model, int(record["place"][0]), int(record[column][0]))

    def _discharges(self, clock: Clock, bills: Iterable[StayBill]) -> None:
        for bill in bills:
            for at in np.flatnonzero(bill.stays["person"] == self._row).tolist():
                stay = bill.stays[at : at + 1]
                days, down = clock.day - int(stay["start"][0]), int(stay["end"][0]) > clock.day
                paid = (
                    int(bill.bill[at]),
                    int(bill.fund[at]),
                    int(bill.critical[at]),
                    down,
                    int(bill.aid[at]),
                )
                place = self._place(stay, "facility")
                self._tell(Discharged(clock.date, self._need(stay), place, days, *paid))

    def _visits(self, clock: Clock, visits: Visits) -> None:
        """Tell the visits of today, and who was turned away: expected or decided to come, but not seen."""
        in_bed = any(not self._went_home(need) for need in self._stays)
        before = 0 if clock.day_of_year == 1 else self._deductible
        for need, (due, case) in self._open.items():
            if due == clock.day and case["target"][0] >= 0 and case["origin"][0] != Origin.BED and not in_bed:
                self._sought.setdefault(need, self._place(case))
        for at in np.flatnonzero(visits.person == self._row).tolist():
            case = visits.case[at : at + 1]
            urgent = bool(visits.emergency[at])
            need = self._arises(clock, case) if urgent else self._need(case)
            self._sought.pop(need, None)
            fund = int(visits.fund[at])
            self._tell(
                Visited(
                    clock.date,
                    need,
                    place=portrait.place(self._model, int(visits.place[at]), int(visits.facility[at])),
                    origin=Origin(Origin.EMERGENCY if urgent else int(case["origin"][0])).name.lower(),
                    minutes=float(visits.minutes[at]),
                    wait=float(visits.wait[at]) / TICKS,
                    adequate=bool(visits.adequate[at]),
                    decision=ACTS[int(visits.act[at])],
                    bill=int(visits.bill[at]),
                    fund=fund,
                    unpaid="" if fund else portrait.why_unpaid(self._model, case, before),
                )
            )
        for need, place in self._sought.items():
            self._tell(TurnedAway(clock.date, need, place))

    def _went_home(self, need: int) -> bool:
        """Whether a stay ended today, and not with a move to another bed."""
        return any(isinstance(event, Discharged) and not event.down for event in self._today.get(need, ()))

    def _changes(self, clock: Clock, ends: Iterable[Person]) -> None:
        """Tell where each need has gone since last evening, and which are over."""
        before = self._open.keys() | self._stays.keys() | self._today.keys()
        self._evening(clock)
        self._ends(clock, before - self._open.keys() - self._stays.keys(), sorted(ends))

    def _evening(self, clock: Clock) -> None:
        """Look where the needs have gone: into beds, or on the agenda of another day."""
        cases, stays = self._filed(self._model.state.agenda), self._filed(self._model.state.wards)
        for need, (_, stay) in stays.items():
            before = self._stays.get(need)
            if before is None or before["facility"] != stay["facility"]:
                day = clock.date - timedelta(days=clock.day - int(stay["start"][0]))
                down = bool(stay["down"][0] == 2)
                self._tell(Admitted(day, need, self._place(stay, "facility"), down))
        for need, (due, case) in cases.items():
            if need not in self._open or self._open[need][0] != due:
                where = self._place(case) if case["target"][0] >= 0 else None
                when, severity = clock.date + timedelta(days=due - clock.day), int(case["severity"][0])
                self._tell(Expected(clock.date, need, self._why(need, case), when, severity, where))
        self._open, self._stays = cases, {need: stay for need, (_, stay) in stays.items()}

    def _filed(self, agenda: Agenda) -> dict[int, tuple[int, CaseArray]]:
        """Records of this person by need, with the day they are filed under."""
        mine = {}
        for due, records in agenda.filed():
            for at in np.flatnonzero(records["person"] == self._row).tolist():
                record = records[at : at + 1].copy()
                mine[self._need(record)] = due, record
        return mine

    def _why(self, need: int, case: CaseArray) -> str:
        """Say for what a case comes up again; see `Expected`."""
        origin, tries, avoid = (int(case[name][0]) for name in ("origin", "tries", "avoid"))
        if origin == Origin.BED:
            return "bed"
        if tries > 0:
            return "elsewhere" if case["target"][0] < 0 else "same_place"
        if origin == Origin.REFERRED:
            return "slip"
        if avoid:
            return "no_bed" if avoid > 0 else "higher"
        return "follow_up" if self._went_home(need) else "returns"

    def _ends(self, clock: Clock, needs: Iterable[int], hows: Iterable[Person]) -> None:
        """Tell which needs are over, and how.

        The log of ends names the person, not the need. Where needs of one person end differently on a day,
        the one that was cared for best is taken to be the one that ended best.
        """
        dead = self._gone
        seen = {need: self._today.get(need, []) for need in needs}
        for need, how in zip(
            sorted(seen, key=lambda need: (rank_of_care(seen[need]), need)), hows, strict=True
        ):
            self._tell(Ended(clock.date, need, word_of_end(seen[need], how)))
            dead &= how != Person.ENDED_DEATH
        if dead:
            self._tell(Ended(clock.date, 0, "death"))


def _follows_from(key: int, record: CaseArray) -> bool:
    """Whether an episode of this key goes on in a case or a stay, which has a key made from the last one.

    A case that was turned away goes by a key of its try, a stay by one of the visit or stay before it.
    """
    if "tries" in (record.dtype.names or ()):
        made = [step_key_scalar(key, RETRY_STEP + int(record["tries"][0]))]
    else:
        visit = step_key_scalar(key, int(record["step"][0]))
        made = [step_key_scalar(visit, STAY_STEP), step_key_scalar(key, STAY_STEP)]
    return int(record["key"][0]) in made
