"""When people fall ill: candidate needs drawn four weeks ahead, thinned on the day.

A resident's needs are a Poisson process whose rate moves with season and with the control of chronic disease.
It is simulated by thinning (Lewis and Shedler 1979): candidates are drawn at the highest rate the resident
can have, then each is kept on its day with the ratio of today's rate to the highest. The work is
proportional to the number of candidates, every draw is keyed by resident, four-week block and number, and
a policy that moves a rate only adds or removes needs: all others stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.needs.cases import CaseArray, new_cases
from sim.needs.catalogue import AGE_STARTS, Catalogue
from sim.population.people import People

F64 = npt.NDArray[np.float64]
Kernel = Literal["numpy", "numba"]

BLOCK_DAYS = 28
CANDIDATES = 192  # at most so many in a block: eight standard deviations above the highest mean of any draw
MASKS = 128
GUIDE = 64
YEAR_DAYS = 365.25
PEAK_DAY = 15  # mid-January
CLASS_OF_AGE = np.digitize(np.arange(256), AGE_STARTS)


def profile(people: People) -> npt.NDArray[np.int64]:
    """Index of a resident's risk profile: age group, sex and chronic states."""
    return (CLASS_OF_AGE[people.age] * 2 + people.sex) * MASKS + people.chronic


@dataclass(frozen=True)
class Hazards:
    """Highest rates by profile, and what thins them.

    Attributes
    ----------
    total : float64 array, shape (profiles,)
        Highest rate of all needs, per day.
    count : float64 array, shape (profiles, CANDIDATES)
        Distribution function of the Poisson number of candidates in a block.
    share : float64 array, shape (profiles, conditions)
        Distribution function of the condition of a candidate.
    guide : int8 array, shape (profiles, GUIDE)
        First condition that a uniform number in each of as many equal parts of [0, 1) can mean.
    controlled : float64 array, shape (conditions,)
        Ratio kept when every chronic state that raises the rate is controlled.
    winter : float64 array, shape (conditions,)
        Seasonal amplitude.
    risk : uint8 array, shape (conditions,)
        Chronic states that raise the rate while uncontrolled.
    severity : float64 array, shape (conditions, 2)
        Distribution function of severity (mild, up to moderate).
    """

    total: F64
    count: F64
    share: F64
    guide: npt.NDArray[np.int8]
    controlled: F64
    winter: F64
    risk: npt.NDArray[np.uint8]
    severity: F64


def hazards(catalogue: Catalogue, values: Mapping[str, float]) -> Hazards:
    """Compile rates of need per profile from the catalogue of conditions."""
    mask = np.arange(MASKS)[:, None]
    has_state = (catalogue.chronic == 0) | ((mask & catalogue.chronic) != 0)
    worst = np.where((mask & catalogue.risk) != 0, catalogue.uncontrolled, 1.0) * has_state
    highest = (1.0 + np.abs(catalogue.winter)) * values["needs.scale"] / YEAR_DAYS
    by_group = catalogue.yearly_rates().transpose(1, 2, 0) * highest
    rates = (by_group[:, :, None, :] * worst).reshape(-1, len(catalogue))
    total = rates.sum(axis=1)
    mean = total * BLOCK_DAYS
    terms = np.exp(-mean)[:, None] * np.cumprod(
        np.concatenate([np.ones((len(mean), 1)), mean[:, None] / np.arange(1, CANDIDATES)], axis=1), axis=1
    )
    share = np.cumsum(rates, axis=1) / np.maximum(total, 1e-300)[:, None]
    reached = (share[:, None, :-1] <= (np.arange(GUIDE) / GUIDE)[:, None]).sum(axis=2)
    return Hazards(
        total=total,
        count=np.cumsum(terms, axis=1),
        share=share,
        guide=reached.astype(np.int8),
        controlled=1.0 / catalogue.uncontrolled,
        winter=catalogue.winter,
        risk=catalogue.risk,
        severity=np.stack([1.0 - catalogue.moderate - catalogue.severe, 1.0 - catalogue.severe], axis=1),
    )


@dataclass(frozen=True)
class Candidates:
    """Candidate needs of one block, in order of day and resident."""

    block: int
    person: npt.NDArray[np.int32]
    condition: npt.NDArray[np.int8]
    key: randomness.U64
    first: npt.NDArray[np.int64]  # position of the first candidate of each day


def draw_candidates(
    people: People, table: Hazards, seed: int, replicate: int, block: int, kernel: Kernel = "numpy"
) -> Candidates:
    """Draw the candidate needs of everybody for block number `block` (days `28 block` to `28 block + 27`)."""
    count_key, key = (randomness.stream(name, seed, replicate) for name in ("needs.count", "needs"))
    if kernel == "numba":
        from sim.needs.onset_numba import draw_block  # compiled, so only when asked for

        return Candidates(block, *draw_block(people, table, count_key, key, block))
    kind = profile(people)
    u = randomness.draw(count_key, people.id, block)
    count = _position(table.count, kind, u) * people.alive
    person, number_of = _rows_of(count)
    keys = randomness.keys(key, people.id[person], number_of + block * CANDIDATES)
    day = (randomness.uniform(keys, randomness.purpose("need.day")) * BLOCK_DAYS).astype(np.uint8)
    order = np.argsort(day, kind="stable")
    person, keys, day = person[order], keys[order], day[order]
    which = randomness.uniform(keys, randomness.purpose("need.condition"))
    condition = _position(table.share, kind[person], which)
    return Candidates(
        block,
        person.astype(np.int32),
        condition.astype(np.int8),
        keys,
        np.searchsorted(day, np.arange(BLOCK_DAYS + 1)),
    )


def _rows_of(count: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Person and number of every candidate, person by person."""
    person = np.repeat(np.arange(len(count)), count)
    return person, np.arange(len(person)) - np.repeat(np.cumsum(count) - count, count)


def _position(table: F64, row: npt.NDArray[np.int64], u: F64) -> npt.NDArray[np.int64]:
    """First column in which the distribution function `table[row]` exceeds `u`, the last at most.

    Column by column for those still below, which builds no (n, columns) copy.
    """
    at = np.zeros(len(u), np.int64)
    left = np.arange(len(u))
    for column in range(table.shape[1] - 1):
        left = left[u[left] >= table[row[left], column]]
        if not len(left):
            break
        at[left] = column + 1
    return at


def season(winter: F64, day_of_year: int) -> F64:
    """Seasonal factor by condition: 1 + amplitude * cos, highest in mid-January."""
    return np.asarray(1.0 + winter * np.cos(2.0 * np.pi * (day_of_year - PEAK_DAY) / YEAR_DAYS))


def needs_today(
    candidates: Candidates, table: Hazards, people: People, ordinal: int, day_of_year: int,
    kernel: Kernel = "numpy",
) -> CaseArray:  # fmt: skip
    """Keep today's candidates with the ratio of today's rate to the highest, and grade their severity.

    Parameters
    ----------
    candidates : Candidates
        Of the block that holds today.
    ordinal : int
        Proleptic ordinal of today.

    Returns
    -------
    CASE array
        Needs that arise today in residents who are alive, in order of resident.
    """
    offset = ordinal - candidates.block * BLOCK_DAYS
    here = slice(candidates.first[offset], candidates.first[offset + 1])
    person, condition, key = candidates.person[here], candidates.condition[here], candidates.key[here]
    ratio = season(table.winter, day_of_year) / (1.0 + np.abs(table.winter))
    if kernel == "numba":
        from sim.needs.onset_numba import accept  # compiled, so only when asked for

        return accept(person, condition, key, ratio, table, people)
    keep = ratio[condition]
    at_risk = people.chronic[person] & table.risk[condition]
    controlled = (at_risk != 0) & ((at_risk & ~people.controlled[person]) == 0)
    keep = np.where(controlled, keep * table.controlled[condition], keep)
    accepted = randomness.uniform(key, randomness.purpose("need.arises")) < keep
    accepted &= people.alive[person]
    person, condition, key = person[accepted], condition[accepted], key[accepted]
    u = randomness.uniform(key, randomness.purpose("need.severity"))
    bounds = table.severity[condition]
    severity = (u >= bounds[:, 0]).astype(np.int8) + (u >= bounds[:, 1])
    return new_cases(key, person, condition, severity.astype(np.int8))
