"""What a day did to single people beyond visits and stays, written down for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.ward import StayArray
from sim.indicators.funnel import Fate, Way
from sim.needs.cases import CaseArray

I64 = npt.NDArray[np.int64]


class Followed(NamedTuple):
    """Referrals that met the same fate.

    Attributes
    ----------
    way : integer array, shape (n,), or Way
        Direction of each, or of all.
    fate : Fate
    records : CASE or STAY array, shape (n,)
        Whose: the case with the place that the slip names, or the stay that goes down.
    linked : bool array, shape (n,)
        Receiver inside the community, or a partner.
    """

    way: npt.NDArray[np.integer] | Way
    fate: Fate
    records: CaseArray
    linked: npt.NDArray[np.bool_]


class Round(NamedTuple):
    """Follow-ups by the team: rows of people, and the facility that sees each."""

    person: npt.NDArray[np.int32]
    facility: I64


class PlaceBill(NamedTuple):
    """Long-term care places left: what they cost, and what the payer of long-term care paid, fen."""

    stays: StayArray
    days: I64
    bill: I64
    other: I64


@dataclass
class Diary:
    """Pages of one day.

    Attributes
    ----------
    fates : list of Followed
        In the order in which they befell.
    rounds : list of Round
    supplies : list of CASE arrays
        Needs met by drugs at home.
    places : list of PlaceBill
    """

    fates: list[Followed] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    supplies: list[CaseArray] = field(default_factory=list)
    places: list[PlaceBill] = field(default_factory=list)
