"""From which village people go where, and from tier to tier: counted by an observer that changes nothing."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.choice.choose import Parts
from sim.day.clock import Clock, months_between
from sim.day.state import StayBill
from sim.day.visits import Visits
from sim.experiment.picture.tiers import TIER_OF_PLACE, Tier
from sim.indicators.tally import PLACES
from sim.model import CountyModel
from sim.needs.cases import CaseArray

I64 = npt.NDArray[np.int64]


class Step(IntEnum):
    """Steps on the way of a patient.

    `FIRST` is the first visit of an episode of illness (from home), `AGAIN` a later visit of the same
    episode, `STAY` a stay that ended, from the place of the person's visit before it.
    """

    FIRST = 0
    AGAIN = 1
    STAY = 2


HOMES = 2
"""Homes that first visits come from: villages (0), and urban communities (1)."""


class Ways:
    """Observer of the ways to care, on counted days only.

    Parameters
    ----------
    model : CountyModel
        At its first day; from here on it writes down the stays that end.

    Attributes
    ----------
    visited, stayed : int64 array, shape (months, villages, places)
        Visits, and stays that ended, by home village and `Option` (or `ELSEWHERE`), in modelled people;
        all together as in the tally.
    steps : int64 array, shape (months, steps, tiers, tiers)
        Ways by `Step`, from which tier and to which; of first visits the second index is the home. A visit
        counts as first unless it belongs to the same episode as the person's visit before it.
    belief : float64 array, shape (groups of conditions, villages, options)
        What villages believed of each option on the first counted day.
    """

    wants_choices = False

    def __init__(self, model: CountyModel) -> None:
        self._model = model
        self._start = model.scenario.start
        months = months_between(self._start, model.scenario.until) + 1
        villages = len(model.map.villages)
        self.visited: I64 = np.zeros((months, villages, PLACES), np.int64)
        self.stayed: I64 = np.zeros((months, villages, PLACES), np.int64)
        self.steps: I64 = np.zeros((months, len(Step), len(Tier), len(Tier)), np.int64)
        self.belief = model.state.belief.copy()
        self._urban = model.map.villages["urban"].to_numpy(np.int64)
        self._key = np.zeros(len(model.state.people), np.uint64)
        self._tier = np.full(len(model.state.people), -1, np.int64)
        model.state.stay_log = []

    def choices(self, cases: CaseArray, parts: Parts, option: npt.NDArray[np.int8]) -> None:
        """Not needed."""

    def visits(self, clock: Clock, visits: Visits) -> None:
        """Count the visits of today and the stays that ended."""
        stays = self._model.state.stay_log or []
        self._model.state.stay_log = []
        month = months_between(self._start, clock.date) if clock.date >= self._start else -1
        if clock.date == self._start:
            self.belief = self._model.state.belief.copy()
        self._grow()
        self._count_visits(month, visits)
        for bill in stays:
            self._count_stays(month, bill)

    def _grow(self) -> None:
        """Make room for the newborn, whose rows follow those of everybody else."""
        more = len(self._model.state.people) - len(self._key)
        if more:
            self._key = np.concatenate([self._key, np.zeros(more, np.uint64)])
            self._tier = np.concatenate([self._tier, np.full(more, -1, np.int64)])

    def _count_visits(self, month: int, visits: Visits) -> None:
        person, tier = visits.person, TIER_OF_PLACE[visits.place]
        if month >= 0:
            village = self._model.state.people.village[person]
            np.add.at(self.visited[month], (village, visits.place), 1)
            again = self._key[person] == visits.case["key"]
            first = ~again
            np.add.at(self.steps[month, Step.FIRST], (self._urban[village[first]], tier[first]), 1)
            np.add.at(self.steps[month, Step.AGAIN], (self._tier[person[again]], tier[again]), 1)
        self._key[person] = visits.case["key"]
        self._tier[person] = tier

    def _count_stays(self, month: int, bill: StayBill) -> None:
        if month < 0:
            return
        person, place = bill.stays["person"], bill.stays["place"].astype(np.int64)
        np.add.at(self.stayed[month], (self._model.state.people.village[person], place), 1)
        tier, before = TIER_OF_PLACE[place], self._tier[person]
        np.add.at(self.steps[month, Step.STAY], (np.where(before < 0, tier, before), tier), 1)
