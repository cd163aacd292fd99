"""Picks a person of a kind, the same one in every run of a county's people."""

from __future__ import annotations

import numpy as np

from sim.errors import UserError
from sim.experiment.examples import EXAMPLES
from sim.experiment.wish import of_kind
from sim.model import CountyModel


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
