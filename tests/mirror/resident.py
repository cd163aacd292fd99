"""A resident: falls ill, remembers what is due, decides where to go."""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap
from math import exp, floor
from typing import TYPE_CHECKING, Any

import mesa

from sim.geography.map import Option
from sim.indicators.burden import Borne
from sim.indicators.funnel import Fate
from sim.indicators.tally import ELSEWHERE, Person
from sim.needs.catalogue import AGE_STARTS
from sim.needs.onset import BLOCK_DAYS, CANDIDATES, MASKS
from sim.population.calendar import spring_festival
from sim.population.people import People
from sim.randomness import key_scalar, purpose, stream, uniform_scalar
from tests.mirror.choose import choose, utilities
from tests.mirror.epidemic import diverted
from tests.mirror.records import BED, RETURN, Case
from tests.mirror.team import count_bedbound, use_supply

if TYPE_CHECKING:
    from tests.mirror.facility import Facility
    from tests.mirror.model import MirrorModel

NEED_DAY, NEED_CONDITION = purpose("need.day"), purpose("need.condition")
NEED_ARISES, NEED_SEVERITY, CHOICE = purpose("need.arises"), purpose("need.severity"), purpose("choice")
WAITS, WAITS_UNTIL = purpose("festival.waits"), purpose("festival.day")
COMES, BEFORE, AFTER = purpose("comes"), purpose("before"), purpose("after")
PHARMACY, FAR = int(Option.PHARMACY), int(Option.FAR)
MORTALITY = ("0", "1_14", "15_44", "45_54", "55_64", "65_74", "75_84", "85_plus")
MORTALITY_STARTS = (1, 15, 45, 55, 65, 75, 85)


class Resident(mesa.Agent):
    """One person.

    Parameters
    ----------
    row : int
        Number in the order of the population.
    facts : dict
        The person's values of the columns of `People`, which become attributes; `village` is the agent.
    """

    def __init__(self, model: MirrorModel, row: int, facts: dict[str, Any]) -> None:
        super().__init__(model)
        self.row = row
        for name, value in facts.items():
            setattr(self, name, value)
        self.village = model.villages[facts["village"]]
        self.inside = False
        self.epidemic: tuple[int, Case] | None = None  # day and need that a wave brings
        self.agenda: dict[int, list[Case]] = {}
        self.needs: dict[int, list[tuple[int, int]]] = {}
        self.habit = self._first_habit() if not model.daily_began else self.habit
        self.plan_year()

    def facts(self) -> dict[str, Any]:
        """Return the person as a row of `People`."""
        return {name: getattr(self, name) for name in People.__annotations__} | {
            "village": self.village.index
        }

    @property
    def present(self) -> bool:
        """In the county today."""
        return not self.away or self.home[0] <= self.model.day_of_year <= self.home[1]

    def plan_year(self) -> None:
        """Fix what depends on the calendar year: day of death of other causes, certificate, visit home."""
        model, values = self.model, self.model.book.values
        year, seed = model.date.year, model.seed
        ratio = values["population.mortality_women"]
        share = 2.0 * ratio / (1.0 + ratio) if self.sex else 2.0 / (1.0 + ratio)
        rate = values[f"population.mortality.{MORTALITY[bisect_right(MORTALITY_STARTS, self.age)]}"]
        chance = 1.0 - exp(-rate * share)
        u = uniform_scalar(key_scalar(stream("population.death", seed), self.id, year))
        if self.alive and u < chance:
            day = 1 + int(u / chance * (366 if isleap(year) else 365))
            model.deaths.setdefault(day, []).append(self)
        self.certify()
        self.home = self._visit_home(year, seed) if self.away else (0, 0)

    def certify(self) -> None:
        """Hold a certificate for chronic outpatient care or not, by the share in force."""
        u = uniform_scalar(key_scalar(stream("insurance.certified", self.model.seed), self.id))
        self.certified = self.chronic > 0 and u < self.model.book.values["insurance.certified_share"]

    def _first_habit(self) -> int:
        """Habitual place before anything happened."""
        u = uniform_scalar(key_scalar(stream("choice.habit_start", self.model.seed), self.id))
        share = 0.0
        for option in (Option.OWN_CLINIC, Option.OWN_CENTRE, Option.GENERAL):
            share += self.model.book.values[f"choice.habit_start.{option.name.lower()}"]
            if u < share:
                return int(option)
        return 0

    def _visit_home(self, year: int, seed: int) -> tuple[int, int]:
        """First and last day of the year at home around Spring Festival."""
        values = self.model.book.values
        key = key_scalar(key_scalar(stream("population.home", seed), year), self.id)

        def days(name: str, which: int) -> int:
            low, high = values[f"population.home.{name}_least"], values[f"population.home.{name}_most"]
            return floor(low + uniform_scalar(key, which) * (high - low + 1.0))

        festival = spring_festival(year).timetuple().tm_yday
        first = festival - days("before", BEFORE)
        if uniform_scalar(key, COMES) < values["population.home.share"]:
            return first, festival + days("after", AFTER)
        return first, first - 1

    def belongs_to(self, facility: Facility) -> bool:
        """Whether a facility is of the community of the own township centre."""
        home = self.village.options[Option.OWN_CENTRE].community
        return home >= 0 and facility.community == home

    def die(self) -> None:
        self.alive = False

    @property
    def at_large(self) -> bool:
        """Alive and in no hospital bed."""
        return self.alive and not self.inside

    def die_of_other_causes(self) -> None:
        """Die today, or after leaving the hospital, unless dead already."""
        if self.alive and self.inside:
            self.model.dying.append(self)
        elif self.alive:
            self.die()
            self.model.books.add_person(Person.DEATHS_OTHER)
            self.model.books.bear(Borne.DEATHS_OTHER, self)

    def draw_needs(self) -> None:
        """Draw the candidate needs of the present block of four weeks."""
        self.needs = {}
        if not self.alive:
            return
        model, hazards = self.model, self.model.book.hazards
        block, seed = model.today // BLOCK_DAYS, model.seed
        profile = (bisect_right(AGE_STARTS, self.age) * 2 + self.sex) * MASKS + self.chronic
        u = uniform_scalar(key_scalar(stream("needs.count", seed), self.id, block))
        counts, shares = hazards.count[profile], hazards.share[profile]
        for number in range(min(bisect_right(counts, u), len(counts) - 1)):
            key = key_scalar(stream("needs", seed), self.id, number + block * CANDIDATES)
            day = block * BLOCK_DAYS + int(uniform_scalar(key, NEED_DAY) * BLOCK_DAYS)
            condition = bisect_right(shares, uniform_scalar(key, NEED_CONDITION))
            self.needs.setdefault(day, []).append((key, min(condition, len(shares) - 1)))
            model.expect(self, day)

    def file(self, case: Case, day: int) -> None:
        """Come up again with a case on another day."""
        self.agenda.setdefault(day, []).append(case)
        self.model.expect(self, day)

    def step(self) -> None:
        """Look what is due today: cases under way, then new needs."""
        today = self.model.today
        falls_ill = self.epidemic is not None and self.epidemic[0] == today
        if today in self.agenda or today in self.needs or falls_ill:
            going = [case for case in self.agenda.pop(today, ()) if self._comes_up(case)]
            if self.alive and not self.inside:
                for key, condition in self.needs.get(today, ()):
                    if self._arises(key, condition):
                        case = self._new_case(key, condition)
                        if days := self._puts_off(case):
                            self.file(case, today + days)
                        else:
                            going.append(case)
                if self.epidemic and falls_ill:
                    self.model.books.add_person(Person.NEEDS)
                    going.append(self.epidemic[1])
            for case in use_supply(self, going):
                self._go(case)
                count_bedbound(case)

    def _comes_up(self, case: Case) -> bool:
        """Whether a case of the agenda takes its person anywhere today."""
        model = self.model
        if not self.alive or self.inside:
            model.books.add_person(Person.ENDED_SUPERSEDED)
            case.close_slip(Fate.OVERTAKEN)
            return False
        if case.origin == BED:
            model.waiting.append(case)
            return False
        return True

    def _arises(self, key: int, condition: int) -> bool:
        """Thin a candidate need by season and by control of what raises its rate."""
        hazards, keep = self.model.book.hazards, self.model.season[condition]
        at_risk = self.chronic & hazards.risk[condition]
        if at_risk and not at_risk & ~self.controlled:
            keep *= hazards.controlled[condition]
        return uniform_scalar(key, NEED_ARISES) < keep

    def _new_case(self, key: int, condition: int) -> Case:
        self.model.books.add_person(Person.NEEDS)
        mild, moderate = self.model.book.hazards.severity[condition]
        u = uniform_scalar(key, NEED_SEVERITY)
        return Case(key, self, condition, (u >= mild) + (u >= moderate))

    def _puts_off(self, case: Case) -> int:
        """Days until a need comes up that waits for the end of Spring Festival; 0 when it does not wait."""
        model = self.model
        table = model.book.waiting
        if not -table.before <= model.today - model.festival <= table.after:
            return 0
        if uniform_scalar(case.key, WAITS) >= table.share[case.condition][case.severity]:
            return 0
        left = model.festival + table.after - model.today
        return left + 1 + int(uniform_scalar(case.key, WAITS_UNTIL) * table.spread)

    def _go(self, case: Case) -> None:
        """Call 120, go where one is expected, or choose."""
        model, options, present = self.model, self.village.options, self.present
        if case.target is not None and case.target.shut:  # the door is closed: the person chooses anew
            case.close_slip(Fate.NO_SLOT)
            case.target, case.place, case.slip, case.origin = None, 0, 0, RETURN
        if present and case.step == 0 and model.book.catalogue.emergency[case.condition]:
            case.place = model.book.emergency.destination[case.row][self.village.index]
            case.target = case.target or options[case.place]
            model.emergencies.append(case)
            return
        if case.target is None:
            case.place = choose(utilities(model, self, case), uniform_scalar(case.draws, CHOICE))
            if diverted(case):
                case.place = int(Option.OWN_CENTRE)
            case.target = options[case.place]
        if case.place <= PHARMACY:
            model.home.append(case)
        elif present:
            case.target.clinic.join(case)
        else:
            case.place, case.target = ELSEWHERE, options[FAR]
            model.elsewhere.append(case)
