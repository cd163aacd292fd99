"""Compiled twins of the draws of needs in `sim.needs.onset`."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from sim.needs.cases import CASE, CaseArray, Origin
from sim.needs.onset import BLOCK_DAYS, CANDIDATES, CLASS_OF_AGE, F64, GUIDE, MASKS, Hazards
from sim.population.people import People
from sim.randomness import U64
from sim.randomness_numba import purposes, stream_key, unit, unit_of

I64 = npt.NDArray[np.int64]
NEW = int(Origin.NEW)


def draw_block(
    people: People, table: Hazards, count_key: int, key: int, block: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int8], U64, I64]:
    """Candidates of a block: person, condition, key in order of day, and where each day begins."""
    count = np.empty(len(people), np.uint8)  # CANDIDATES are at most 255
    days = np.zeros(BLOCK_DAYS + 1, np.int64)
    traits = people.age, people.sex, people.chronic
    to = purposes("need.day", "need.condition")
    own, of_count = np.uint64(key), np.uint64(count_key)
    total = _count(people.id, people.alive, *traits, CLASS_OF_AGE, table.count, of_count, block, count)
    person, keys = np.empty(total, np.int32), np.empty(total, np.uint64)
    _draw_keys(people.id, count, own, block * CANDIDATES, to[0], person, keys, days)
    first = np.cumsum(days)
    by_day = np.empty(total, np.int32), np.empty(total, np.int8), np.empty(total, np.uint64)
    _by_day(person, keys, *traits, CLASS_OF_AGE, table.share, table.guide, to, first.copy(), *by_day)
    return *by_day, first


def accept(
    person: npt.NDArray[np.int32], condition: npt.NDArray[np.int8], key: U64, ratio: F64, table: Hazards,
    people: People,
) -> CaseArray:  # fmt: skip
    """Needs of candidates that arise today, graded; `ratio` is today's rate to the highest, by condition."""
    cases = np.zeros(len(person), CASE)
    n = _accept(
        person, condition, key, ratio, ratio * table.controlled, table.risk, table.severity, people.chronic,
        people.controlled, people.alive, purposes("need.arises", "need.severity"), cases,
    )  # fmt: skip
    return cases[:n]


@numba.njit(inline="always")
def _profile(class_of_age: Any, age: Any, sex: Any, chronic: Any) -> Any:
    return (class_of_age[age] * 2 + sex) * MASKS + chronic


@numba.njit(inline="always")
def _position(table: Any, row: Any, u: Any, column: Any) -> Any:
    last = table.shape[1] - 1
    while column < last and u >= table[row, column]:
        column += 1
    return column


@numba.njit(cache=True)
def _count(
    ids: Any, alive: Any, age: Any, sex: Any, chronic: Any, class_of_age: Any, table: Any, of_count: Any,
    block: int, count: Any,
) -> int:  # fmt: skip
    total = 0
    for i in range(ids.size):
        count[i] = 0
        if alive[i]:
            u = unit_of(stream_key(of_count, ids[i], block))
            count[i] = _position(table, _profile(class_of_age, age[i], sex[i], chronic[i]), u, 0)
            total += count[i]
    return total


@numba.njit(cache=True)
def _draw_keys(
    ids: Any, count: Any, own: Any, number: int, to_day: Any, person: Any, keys: Any, days: Any
) -> None:
    k = 0
    for i in range(ids.size):
        for j in range(count[i]):
            person[k] = i
            keys[k] = stream_key(own, ids[i], number + j)
            days[np.int64(unit(keys[k], to_day) * BLOCK_DAYS) + 1] += 1
            k += 1


@numba.njit(cache=True)
def _by_day(
    person: Any, keys: Any, age: Any, sex: Any, chronic: Any, class_of_age: Any, share: Any, guide: Any,
    to: Any, place: Any, who: Any, condition: Any, key: Any,
) -> None:  # fmt: skip
    for k in range(person.size):
        i, day = person[k], np.int64(unit(keys[k], to[0]) * BLOCK_DAYS)
        at = place[day]
        place[day] += 1
        who[at] = i
        key[at] = keys[k]
        kind = _profile(class_of_age, age[i], sex[i], chronic[i])
        u = unit(keys[k], to[1])
        condition[at] = _position(share, kind, u, np.int64(guide[kind, np.int64(u * GUIDE)]))


@numba.njit(cache=True)
def _accept(
    person: Any, condition: Any, key: Any, ratio: Any, ratio_controlled: Any, risk: Any, severity: Any,
    chronic: Any, controlled: Any, alive: Any, to: Any, cases: Any,
) -> int:  # fmt: skip
    n = 0
    for k in range(person.size):
        i, what = person[k], condition[k]
        at_risk = chronic[i] & risk[what]
        calm = at_risk != 0 and (at_risk & ~controlled[i]) == 0
        if not alive[i] or unit(key[k], to[0]) >= (ratio_controlled[what] if calm else ratio[what]):
            continue
        u = unit(key[k], to[1])
        cases[n].key = key[k]
        cases[n].person = i
        cases[n].target = -1
        cases[n].condition = what
        cases[n].severity = (u >= severity[what, 0]) + (u >= severity[what, 1])
        cases[n].origin = NEW
        n += 1
    return n
