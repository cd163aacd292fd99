"""Referrals of one person as the day's diary has them: offered, declined and why, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from sim.care.ward import TO_BED, TO_HOME
from sim.day.diary import Followed
from sim.experiment import portrait
from sim.experiment.happenings import Place, Referred
from sim.geography.map import Option
from sim.indicators.funnel import DECLINED, Fate, Way
from sim.model import CountyModel
from sim.needs.cases import CaseArray, select

ANSWERS = (*DECLINED, Fate.NO_SHOW)
"""Fates that are settled with the offer."""


def referrals(
    model: CountyModel, row: int, day: date, fates: Iterable[Followed], need_of: Callable[[CaseArray], int]
) -> list[Referred]:
    """Return what happened to somebody's referrals on a day, each offer with its answer.

    Parameters
    ----------
    row : int
        Of the person.
    fates : iterable of Followed
        Of the day, in order.
    need_of : function
        Number of the need of a case or stay.
    """
    told: list[Referred] = []
    for way, fate, records, linked in fates:
        for at in np.flatnonzero(records["person"] == row).tolist():
            record, word = select(records, np.array([at])), fate.name.lower()
            one = Way(int(way[at]) if isinstance(way, np.ndarray) else way)
            place = _place(model, row, one, record)
            event = Referred(
                day, need_of(record), one.name.lower(), "accepted" if fate == Fate.OFFERED else word, place,
                bool(linked[at]),
            )  # fmt: skip
            offer = next((k for k in range(len(told) - 1, -1, -1) if _offer_of(told[k], event)), None)
            if fate in ANSWERS and offer is not None:
                told[offer] = replace(told[offer], fate=word)
            else:
                told.append(event)
    return told


def _offer_of(offer: Referred, answer: Referred) -> bool:
    return (offer.need, offer.way, offer.fate) == (answer.need, answer.way, "accepted")


def _place(model: CountyModel, row: int, way: Way, record: CaseArray) -> Place | None:
    """Where a referral leads: the target of a case; where the patient of a stay agreed to go down to."""
    if way != Way.DOWN:
        return portrait.place(model, int(record["place"][0]), int(record["target"][0]))
    down = int(record["down"][0])
    if down not in (TO_BED, TO_HOME):
        return None
    option = Option.OWN_CLINIC if down == TO_HOME else Option.OWN_CENTRE
    return portrait.place(model, option, int(model.map.options[model.state.people.village[row], option]))
