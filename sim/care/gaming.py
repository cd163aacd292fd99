"""What a price for the case tempts to: recording a worse case (高编), and making two cases of one (分解住院).

Only what money adds to the habits of today counts; those are in every number of the model already. Pure
functions on arrays, money in fen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.act_money import Place, Rates, price_of
from sim.care.sway import swayed
from sim.money.acts import Acts
from sim.money.payment import Form, fixed, in_points
from sim.money.prices import SEVERITIES

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def excess(base: F64, change: F64, weight: F64) -> F64:
    """Share beyond the base to which a change of money leads, at least 0."""
    return np.maximum(swayed(base, change, weight) - base, 0.0)


def second_payment(acts: Acts, rates: Rates, place: Place, income: F64, over: F64) -> F64:
    """Change of the money for a stay that is made two on paper, shape (rows, posts).

    A second price comes in for the same days and the same cost; found out, the whole bill is at stake.
    """
    bill = acts.bill[place.regime, :, place.level].T
    now, usual = (np.where(fixed(form), price, 0.0) for form, price in _prices(acts, rates, place))
    return np.asarray(income * now - usual - over * bill)


def worse_record(acts: Acts, rates: Rates, place: Place, income: F64, over: F64) -> F64:
    """Change of the money for a stay that is recorded one severity worse, shape (rows, posts)."""
    now, usual = (np.where(in_points(form), _step(price), 0.0) for form, price in _prices(acts, rates, place))
    return np.asarray(income * now - usual - over * now)


def _prices(acts: Acts, rates: Rates, place: Place) -> list[tuple[I64, F64]]:
    """Form and price now and by habit; a point floats under DIP."""
    point = np.where(place.form == Form.DIP, place.value, 1.0)
    beside = (1.0 - rates.includes) * acts.outside[place.regime, place.level]
    now, usual = (price_of(acts, rates, place, form) * (1.0 - beside) for form in (place.form, place.usual))
    return [(place.form, point * now), (place.usual, usual)]


def _step(price: F64) -> F64:
    """What the next severity brings more; nothing beyond the worst."""
    by_severity = price.reshape(-1, len(SEVERITIES), price.shape[1])
    more = np.diff(by_severity, axis=1, append=by_severity[:, -1:])
    return np.asarray(more.reshape(price.shape))
