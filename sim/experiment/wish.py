"""Whom to follow, told by what is known of everybody: age, illness, income, insurance, road."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.errors import UserError
from sim.geography.map import Option
from sim.model import CountyModel
from sim.policy.groups import Trait
from sim.population.people import Chronic, Insurance

FAR, NEAR = 0.8, 0.2
"""Far (near) are those with a longer (no longer) road to the county hospital than this share of residents."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Wish:
    """What somebody to follow is to be like; what is left out does not matter.

    Attributes
    ----------
    example : str
        One of `sim.experiment.examples.EXAMPLES`; the rest narrows it further.
    age : tuple of int
        Least and greatest completed years.
    woman, signed, away : bool, optional
        Sex; whether there is a contract with a family doctor; whether they live elsewhere.
    chronic : tuple of str
        Chronic states by lower-case name of `Chronic`, all of which they have.
    income : int
        Fifth of households by income, 1 the poorest to 5; 0 for any.
    insurance : str
        `Insurance` by lower-case name; empty for any.
    road : str
        ``near`` or ``far`` from the county hospital; empty for any.
    village : str
        Code of the village of their household; empty for any.
    """

    example: str = ""
    age: tuple[int, int] = (0, 120)
    woman: bool | None = None
    chronic: tuple[str, ...] = ()
    income: int = 0
    insurance: str = ""
    road: str = ""
    village: str = ""
    signed: bool | None = None
    away: bool | None = None

    def among(self, model: CountyModel) -> Mask:
        """Whether each person is as wished, shape (people,); of those alive."""
        people = model.state.people
        fits = people.alive & (people.age >= self.age[0]) & (people.age <= self.age[1])
        if self.example:
            fits &= of_kind(model, self.example)
        for wanted, has in (
            (self.woman, people.sex == 1), (self.signed, people.signed), (self.away, people.away),
        ):  # fmt: skip
            if wanted is not None:
                fits &= has == wanted
        for name in self.chronic:
            fits &= (people.chronic & Chronic[name.upper()]) != 0
        if self.income:
            fits &= people.income == self.income - 1
        if self.insurance:
            fits &= people.insurance == Insurance[self.insurance.upper()]
        if self.road:
            fits &= far(model) if self.road == "far" else near(model)
        if self.village:
            fits &= model.map.villages["code"].to_numpy()[people.village] == self.village
        return np.asarray(fits)


def people_like(model: CountyModel, wish: Wish, count: int) -> list[int]:
    """Return ids of people as wished, spread evenly over all who are; always the same ones.

    Parameters
    ----------
    model : CountyModel
        Before its first day.
    wish : Wish
    count : int
        At most so many; fewer where there are no more.

    Raises
    ------
    UserError
        When nobody is as wished.
    """
    ids = np.sort(model.state.people.id[wish.among(model)])
    if not len(ids):
        raise UserError(
            "nobody here is as described; ask for less, or simulate more of the people",
            "这里没有符合条件的人；请放宽条件，或模拟更多居民",
        )
    count = min(count, len(ids))
    # The middle of each of `count` equal parts: of one it is the one in the middle, no extreme.
    at = (2 * np.arange(count) + 1) * len(ids) // (2 * count)
    return [int(one) for one in ids[at]]


def of_kind(model: CountyModel, example: str) -> Mask:
    """Whether each person is of a kind (`EXAMPLES`), shape (people,)."""
    people, code = model.state.people, model.state.codes
    here = ~people.away

    def are(trait: Trait) -> Mask:
        return np.asarray((code & trait) != 0)

    match example:
        case "old-hypertensive-far":
            old = are(Trait.ELDERLY) & ((people.chronic & Chronic.HYPERTENSION) != 0)
            return np.asarray(here & old & far(model))
        case "child":
            return here & are(Trait.CHILD)
        case "poor":
            return here & are(Trait.POOR)
        case "pregnant":
            return here & are(Trait.PREGNANT)
        case "away":
            return people.away & ~are(Trait.PUPIL) & ~are(Trait.ELDERLY)
    return here & are(Trait.BEDBOUND)


def far(model: CountyModel) -> Mask:
    """Whether the road to the county hospital is among the longest."""
    return _beyond(model, FAR)


def near(model: CountyModel) -> Mask:
    """Whether the road to the county hospital is among the shortest."""
    return ~_beyond(model, NEAR)


def _beyond(model: CountyModel, share: float) -> Mask:
    """Whether the road is longer than that of this share of the residents."""
    people = model.state.people
    road = model.map.road_km[people.village, Option.GENERAL]
    at_home = road[~people.away & np.isfinite(road)]
    return np.asarray(road > np.quantile(at_home, share)) if len(at_home) else np.zeros(len(road), bool)
