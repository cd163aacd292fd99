"""Purses (钱袋): what those who decide know of the money behind their decisions, in force for a month.

Where a medical community holds a budget, every fen that the fund pays for its people is debited to it
wherever they are treated; of a fen saved or overspent the holder keeps or bears `Purses.kappa`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sim.money.score import Scored

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Purses:
    """Expectations of the holders of money; with no money lever on they are neutral and never change.

    Attributes
    ----------
    kappa : float64 array, shape (communities,)
        Share of one fen of fund spending that falls on whoever holds the community's budget, 0-1: what is
        kept of a saved fen and borne of an overspent one, weighted by how probable each is. 0 without budget.
    value : float64 array, shape (facilities,)
        Expected value of a point (DRG weight or DIP point 病种分值) against its base, 1 neutral.
    near_cap : float64 array, shape (facilities,)
        How near a hospital is to its yearly cap: 0 far, 1 at it or over.
    years : float64 array, shape (communities,)
        Years for which the community has held a budget or been paid in another form than usual; 0 without.
    short : float64 array, shape (communities,)
        Whether members lack an advance for longer than they can bridge (资金周转困难), 0 or 1.
    score : float64 array, shape (communities,)
        Share of a settlement in the community's favour that assessment leaves, 1 neutral.
    stake : float64 array, shape (communities,)
        Money that a full score more would bring, fen a year; 0 without assessment.
    worth : float64 array, shape (quantities, communities)
        What one more of each recorded quantity (`sim.money.score.Scored`) adds to that money, fen.
    """

    kappa: F64
    value: F64
    near_cap: F64
    years: F64
    short: F64
    score: F64
    stake: F64
    worth: F64

    @classmethod
    def neutral(cls, communities: int, facilities: int) -> Purses:
        """Purses without any money lever."""
        return cls(
            kappa=np.zeros(communities),
            value=np.ones(facilities),
            near_cap=np.zeros(facilities),
            years=np.zeros(communities),
            short=np.zeros(communities),
            score=np.ones(communities),
            stake=np.zeros(communities),
            worth=np.zeros((len(Scored), communities)),
        )

    def same_as(self, other: Purses) -> bool:
        """Whether both hold the same numbers, so that nothing need be compiled anew."""
        return all(
            np.array_equal(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)
        )
