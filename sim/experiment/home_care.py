"""Care of one person that is no visit: follow-ups by the team, and a place in long-term care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from sim.day.diary import Diary
from sim.experiment import portrait
from sim.experiment.circumstances import FollowedUp, LongTerm
from sim.experiment.happenings import Event, Place
from sim.geography.map import Option
from sim.model import CountyModel


class HomeCare:
    """Tells it day by day.

    Parameters
    ----------
    model : CountyModel
    """

    def __init__(self, model: CountyModel) -> None:
        self._model = model
        self._held = False  # a long-term care place last evening

    def begin(self, row: int) -> None:
        """Look how somebody lives on the eve of the first day told."""
        self._held = self._holds(row)

    def events(self, row: int, day: date, diary: Diary) -> Iterator[Event]:
        """Yield what happened today."""
        for people, facility in diary.rounds:
            for at in np.flatnonzero(people == row).tolist():
                yield FollowedUp(day, 0, self._of_team(row, int(facility[at])))
        for stays, days, bill, other in diary.places:
            for at in np.flatnonzero(stays["person"] == row).tolist():
                place = portrait.place(self._model, Option.OWN_CENTRE, int(stays["facility"][at]))
                yield LongTerm(day, 0, place, True, int(days[at]), int(bill[at]), int(other[at]))
                self._held = False
        if self._holds(row) and not self._held:
            held = self._model.state.long_term
            at = int(np.flatnonzero(held["person"] == row)[0])
            place = portrait.place(self._model, Option.OWN_CENTRE, int(held["facility"][at]))
            yield LongTerm(day, 0, place, False)
        self._held = self._holds(row)

    def _holds(self, row: int) -> bool:
        """Whether somebody lives in a long-term care place this evening."""
        return bool((self._model.state.long_term["person"] == row).any())

    def _of_team(self, row: int, facility: int) -> Place:
        """Clinic or centre of the team."""
        options = self._model.map.options[self._model.state.people.village[row]]
        option = Option.OWN_CLINIC if facility == options[Option.OWN_CLINIC] else Option.OWN_CENTRE
        return portrait.place(self._model, option, facility)
