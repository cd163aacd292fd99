"""Chronic disease by age with comorbidity, and its control.

Each person has one fixed liability per chronic state: a shared frailty and a part of its own, both standard
normal and keyed by the person's id. A person has the state when the liability lies below the quantile of the
published prevalence at the person's age and sex. So the margins are the published ones, states cluster in the
frail, and as people age the states they acquire keep every age at its prevalence.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.population.people import Chronic
from sim.randomness import U64, keys, purpose, stream, uniform

F64 = npt.NDArray[np.float64]
U8 = npt.NDArray[np.uint8]

BANDS = ("18_39", "40_49", "50_59", "60_69", "70_plus")
"""Age bands of the prevalences, those of the national survey of COPD."""
_STARTS = (18, 40, 50, 60, 70)
_KNOTS = (28.5, 44.5, 54.5, 64.5, 75.0)  # ages between which prevalence runs straight: middles of the bands
_END = 90  # the last band's mean is taken over the ages up to here
_AGES = 256  # every value an age column can hold


def prevalence(values: Mapping[str, float]) -> F64:
    """Prevalence by age, sex and chronic state.

    Returns
    -------
    float64 array, shape (256, 2, 7)
        Straight lines over age whose mean in each band is the published value; zero below 18, level beyond
        the last knot; women to men in the declared ratio, their mean the value of the age.
    """
    ages = np.arange(_AGES)
    # how each age is composed of the knots, and what the mean of each band makes of that
    shape = np.stack([np.interp(ages, _KNOTS, unit) for unit in np.eye(len(_KNOTS))], axis=1)
    means = np.stack([shape[first:last].mean(axis=0) for first, last in pairwise((*_STARTS, _END))])
    table = np.empty((_AGES, 2, len(Chronic)))
    for column, state in enumerate(Chronic):
        name = str(state.name).lower()
        bands = [values[f"population.prevalence.{name}_{band}"] for band in BANDS]
        curve = np.maximum(shape @ np.linalg.solve(means, bands), 0.0) * (ages >= _STARTS[0])
        ratio = values[f"population.prevalence_women.{name}"]
        table[:, 0, column] = 2.0 * curve / (1.0 + ratio)
        table[:, 1, column] = 2.0 * curve * ratio / (1.0 + ratio)
    return table


def chronic_states(
    ids: U64,
    age: npt.NDArray[np.integer],
    sex: npt.NDArray[np.integer],
    values: Mapping[str, float],
    seed: int,
) -> U8:
    """Chronic states of people of these ages, as bit masks of `Chronic`."""
    mask = np.zeros(len(ids), np.uint8)
    adult = np.flatnonzero(age >= _STARTS[0])
    threshold = ndtri(prevalence(values))
    key = keys(stream("population.chronic", seed), ids[adult])
    shared = values["population.comorbidity"]
    frailty = ndtri(_open(uniform(key, purpose("frailty")))) * np.sqrt(shared)
    found = np.zeros(len(adult), np.uint8)
    for column, state in enumerate(Chronic):
        own = ndtri(_open(uniform(key, purpose(str(state.name)))))
        liability = frailty + own * np.sqrt(1.0 - shared)
        found |= np.where(liability < threshold[age[adult], sex[adult], column], np.uint8(state), np.uint8(0))
    mask[adult] = found
    return mask


def controlled_states(ids: U64, chronic: U8, values: Mapping[str, float], seed: int) -> U8:
    """Those of the chronic states that are under control when a person's record begins."""
    key = keys(stream("population.control", seed), ids)
    mask = np.zeros(len(ids), np.uint8)
    for state in Chronic:
        name = str(state.name)
        kept = uniform(key, purpose(name)) < values[f"population.control.{name.lower()}"]
        mask |= np.where(kept, np.uint8(state), np.uint8(0))
    return mask & chronic


def bedbound(
    ids: U64, age: npt.NDArray[np.integer], chronic: U8, values: Mapping[str, float], seed: int
) -> npt.NDArray[np.bool_]:
    """Who is bed-bound or can hardly leave home (长期卧床、行动不便).

    One fixed draw a person is held against a share that rises with age and after a stroke, so that people
    become bed-bound as they age and stay so.
    """
    share = np.select(
        [age >= 80, age >= 65, age >= _STARTS[0]],
        [values[f"population.bedbound.{name}"] for name in ("from_80", "from_65", "under_65")],
        0.0,
    )
    share = share + values["population.bedbound.stroke"] * ((chronic & np.uint8(Chronic.STROKE)) > 0)
    return np.asarray(uniform(keys(stream("population.bedbound", seed), ids)) < share)


def _open(u: F64) -> F64:
    """Keep uniform numbers off zero, whose quantile is minus infinity."""
    return np.maximum(u, 2.0**-54)
