"""Picks a person of a kind, the same one in every run of a county's people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.errors import UserError
from sim.experiment.examples import EXAMPLES
from sim.geography.map import Option
from sim.model import CountyModel
from sim.policy.groups import Trait
from sim.population.people import Chronic

FAR = 0.8
"""Far are those with a longer road to the county hospital than this share of the residents."""
Mask = npt.NDArray[np.bool_]


def pick(model: CountyModel, example: str) -> int:
    """Return the id of somebody of a kind, as people are on the first morning of the warm-up.

    Of all of the kind it is the one in the middle of their ids: no extreme, and always the same.

    Parameters
    ----------
    model : CountyModel
        Before its first day.
    example : str
        One of `EXAMPLES`.

    Raises
    ------
    UserError
        When there is nobody of the kind.
    """
    people = model.state.people
    ids = np.sort(people.id[of_kind(model, example) & people.alive])
    if not len(ids):
        text = EXAMPLES[example]
        raise UserError(
            f"nobody here is of this kind ({text.en}); try a larger --sample, or another kind",
            f"这里没有这样的人（{text.zh}）；请加大 --sample，或换一类",
            "--pick",
        )
    return int(ids[len(ids) // 2])


def of_kind(model: CountyModel, example: str) -> Mask:
    """Whether each person is of a kind, shape (people,)."""
    people, code = model.state.people, model.state.codes
    here = ~people.away

    def are(trait: Trait) -> Mask:
        return np.asarray((code & trait) != 0)

    match example:
        case "old-hypertensive-far":
            old = are(Trait.ELDERLY) & ((people.chronic & Chronic.HYPERTENSION) != 0)
            return np.asarray(here & old & _far(model))
        case "child":
            return here & are(Trait.CHILD)
        case "poor":
            return here & are(Trait.POOR)
        case "pregnant":
            return here & are(Trait.PREGNANT)
        case "away":
            return people.away & ~are(Trait.PUPIL) & ~are(Trait.ELDERLY)
    return here & are(Trait.BEDBOUND)


def _far(model: CountyModel) -> Mask:
    """Whether the road to the county hospital is among the longest."""
    people = model.state.people
    road = model.map.road_km[people.village, Option.GENERAL]
    at_home = road[~people.away & np.isfinite(road)]
    return np.asarray(road > np.quantile(at_home, FAR)) if len(at_home) else np.zeros(len(road), bool)
