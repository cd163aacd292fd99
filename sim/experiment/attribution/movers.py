"""Who goes elsewhere by an own decision under the new rules, and who because others do (crowding).

Two models of the same people and the same random history go through their days side by side. Whoever chooses
under the second scenario is asked once more: under the rules of the first (prices, contracts, slips, doctors
who were sent), but in the county as it is under the second (waits, trust, habits). Where that changes the
choice it is the person's own decision under the rules; what then still differs from the choice in the first
county has come through others: waits, what villages tell, an earlier turn of the story.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.choice.choose import Parts, choose, total_utility, utility_parts
from sim.choice.tables import OPTIONS
from sim.day.choice import as_choosers, felt_places
from sim.day.clock import Clock
from sim.day.visits import Visits, case_draws, draw
from sim.experiment.run import prepare, release
from sim.geography.kinds import Option
from sim.indicators.views import IN_COUNTY
from sim.model import CountyModel
from sim.needs.cases import CaseArray
from sim.scenario import Scenario

I8 = npt.NDArray[np.int8]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
Tell = Callable[[int, int], None]
COLUMNS = ("why", "from", "to", "choices", "per_1000")
OWN, OTHERS = "own", "others"


def _square() -> I64:
    return np.zeros((OPTIONS, OPTIONS), np.int64)


@dataclass
class Movers:
    """Counts of choices on counted days.

    Attributes
    ----------
    choices, first_choices : int
        Made under the second scenario, and under the first.
    inside, first_inside, as_if : int
        Of them in the county: under the second, under the first, and under the second as if by the rules of
        the first.
    own : int64 array, shape (options, options)
        Choices of the second that its rules turn, from what the first's rules would make of them.
    others : int64 array, shape (options, options)
        Choices that are made on the same day in both and that others turn, from the first's.
    matched : int
        Choices that are made on the same day in both.
    """

    choices: int = 0
    first_choices: int = 0
    inside: int = 0
    first_inside: int = 0
    as_if: int = 0
    matched: int = 0
    own: I64 = field(default_factory=_square)
    others: I64 = field(default_factory=_square)

    @property
    def change(self) -> float:
        """Change of the share of choices that fall in the county."""
        return self.inside / self.choices - self.first_inside / self.first_choices

    @property
    def by_own_decision(self) -> float:
        """Part of it that the rules make through people's own decisions; the rest comes through others."""
        return (self.inside - self.as_if) / self.choices

    def table(self) -> pd.DataFrame:
        """Return one row for each way on which anybody is moved; columns `COLUMNS`."""
        rows = []
        for why, square, whole in ((OWN, self.own, self.choices), (OTHERS, self.others, self.matched)):
            for start, end in zip(*np.nonzero(square), strict=True):
                count = int(square[start, end])
                names = (Option(start).name.lower(), Option(end).name.lower())
                rows.append((why, *names, count, 1000 * count / whole))
        rows.sort(key=lambda row: (row[0] == OTHERS, -row[3]))
        return pd.DataFrame(rows, columns=list(COLUMNS))


class _Chosen:
    """Observer that notes who chose what today."""

    wants_choices = True

    def __init__(self) -> None:
        self.keys: U64 = np.empty(0, np.uint64)
        self.option: I8 = np.empty(0, np.int8)

    def choices(self, cases: CaseArray, parts: Parts, option: I8) -> None:
        """Note the choices."""
        self.keys, self.option = case_draws(cases), option.copy()

    def visits(self, clock: Clock, visits: Visits) -> None:
        """Visits are of no interest here."""


class _Asking(_Chosen):
    """Observer of the second model that asks once more, by the rules of the first."""

    def __init__(self, first: CountyModel, second: CountyModel) -> None:
        super().__init__()
        self.first, self.second = first, second
        self.as_if: I8 = np.empty(0, np.int8)

    def choices(self, cases: CaseArray, parts: Parts, option: I8) -> None:
        """Note the choices, and what they would be by the rules of the first scenario."""
        super().choices(cases, parts, option)
        tables, here, there = self.first.tables, self.second.state, self.first.state
        row, known = _same_people(here.people.id, there.people.id, cases["person"])
        mixed = replace(here, experts=there.experts)
        who = as_choosers(mixed, cases)._replace(
            scheme=there.scheme[row], signed=there.people.signed[row], standing=there.standing[row]
        )
        parts = utility_parts(
            tables.choice, tables.rules, tables.minutes, felt_places(mixed, tables), who
        )  # fmt: skip
        asked = choose(total_utility(parts), draw(self.keys, "choice"))
        self.as_if = np.where(known, asked, option)


def _same_people(here: U64, there: U64, person: npt.NDArray[np.int32]) -> tuple[I64, npt.NDArray[np.bool_]]:
    """Rows of people in the other county, and whether they live there at all (a child may not be born)."""
    order = np.argsort(there, kind="stable")
    found = np.searchsorted(there[order], here[person])
    row = order[np.minimum(found, len(there) - 1)]
    return row, there[row] == here[person]


def count_movers(
    first: Scenario, second: Scenario, *, seed: int = 1, sample: float = 1.0, draw_: int = 0,
    tell: Tell = lambda done, total: None,
) -> Movers:  # fmt: skip
    """Run both scenarios side by side and count who moves why.

    Parameters
    ----------
    first, second : Scenario
        Of the same places and days.
    seed, sample, draw_ : int, float, int
        As for `sim.experiment.run.run_scenario`.
    tell : callable
        Told how many days are done, of how many.
    """
    one, other = (prepare(plan, seed=seed, sample=sample, draw=draw_) for plan in (first, second))
    chosen, asking = _Chosen(), _Asking(one, other)
    one.observers.append(chosen)
    other.observers.append(asking)
    found = Movers()
    for day in range(one.days):
        one.step()
        other.step()
        assert one.clock is not None
        if one.clock.date >= first.start:
            _count(found, chosen, asking)
        tell(day + 1, one.days)
    for model in (one, other):
        release(model)
    return found


def _count(found: Movers, chosen: _Chosen, asking: _Asking) -> None:
    inside = list(IN_COUNTY)
    found.choices += len(asking.option)
    found.first_choices += len(chosen.option)
    found.inside += int(np.isin(asking.option, inside).sum())
    found.first_inside += int(np.isin(chosen.option, inside).sum())
    found.as_if += int(np.isin(asking.as_if, inside).sum())
    turned = asking.option != asking.as_if
    np.add.at(found.own, (asking.as_if[turned], asking.option[turned]), 1)
    _, mine, theirs = np.intersect1d(asking.keys, chosen.keys, assume_unique=True, return_indices=True)
    found.matched += len(mine)
    before, after = chosen.option[theirs], asking.as_if[mine]
    moved = before != after
    np.add.at(found.others, (before[moved], after[moved]), 1)
