"""Cases: episodes of illness under way, and the agenda of the days on which they come up again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

I32 = npt.NDArray[np.int32]
CaseArray = npt.NDArray[np.void]


class Origin(IntEnum):
    """Why a case comes up today; a smaller number is served first when a clinic is full."""

    EMERGENCY = 0
    REFERRED = 1
    BOOKED = 2
    RETURN = 3
    NEW = 4
    BED = 5  # seen before, waits for a bed
    REPORT = 6  # comes back for the report of a test, by appointment: served as one who is booked


STAY_STEP, RETRY_STEP, CROWD_STEP = 64, 96, 128
"""Steps above all visits: they key a stay, a case turned away, and whom cases of a sample meet at clinics."""
UP_SLIP, OUT_SLIP, PARTNER_SLIP = 1, 2, 3
"""Slips that name a hospital of the county, one outside it, and a partner outside it (settled as at home)."""

CASE = np.dtype(
    [
        ("key", np.uint64),  # names every draw of the episode
        ("person", np.int32),  # row of the resident
        ("target", np.int32),  # facility where the case is expected, -1 when the resident will choose
        ("condition", np.int8),
        ("severity", np.int8),  # 0 mild, 1 moderate, 2 severe
        ("step", np.int8),  # how often the case has come up before
        ("origin", np.int8),  # Origin
        ("place", np.int8),  # Option through which `target` was reached, 0 when the resident will choose
        ("tries", np.int8),  # days turned away in a row
        ("slip", np.int8),  # holds a referral slip (转诊单): UP_SLIP, OUT_SLIP, PARTNER_SLIP or 0
        ("avoid", np.int8),  # Option that turned the resident away yesterday, 0 none
    ],
    align=True,
)


def new_cases(
    key: npt.NDArray[np.uint64], person: I32, condition: npt.NDArray[np.int8], severity: npt.NDArray[np.int8]
) -> CaseArray:
    """Cases of needs that arise today, nowhere expected yet."""
    cases = np.zeros(len(person), CASE)
    cases["key"] = key
    cases["person"] = person
    cases["target"] = -1
    cases["condition"] = condition
    cases["severity"] = severity
    cases["origin"] = Origin.NEW
    return cases


def join(parts: Sequence[CaseArray]) -> CaseArray:
    """Put records of several arrays one after another.

    As plain memory: NumPy handles structured arrays field by field, which takes twenty times as long.
    """
    memory = np.dtype((np.void, parts[0].dtype.itemsize))
    if len(parts) == 1:
        return parts[0].view(memory).copy().view(parts[0].dtype)
    return np.concatenate([part.view(memory) for part in parts]).view(parts[0].dtype)


def select(records: CaseArray, which: npt.NDArray[np.bool_] | npt.NDArray[np.integer]) -> CaseArray:
    """Copy the records of a mask or of positions; `take` is thirty times as fast as indexing here."""
    at = which.nonzero()[0] if which.dtype == np.bool_ else which
    return records.take(at)


def by_person(cases: CaseArray) -> CaseArray:
    """Cases in order of resident, which is how the columns of people lie in memory; ties by position.

    Resident and position make one number, whose plain sort is the stable order in a tenth of the time.
    """
    bits = max(len(cases) - 1, 1).bit_length()
    tagged = (cases["person"].astype(np.int64) << bits) | np.arange(len(cases))
    tagged.sort()
    return cases.take(tagged & ((1 << bits) - 1))


class Agenda:
    """Records (cases, stays) by the day on which they come up again.

    Parameters
    ----------
    dtype : numpy dtype
        Of the records.
    """

    def __init__(self, dtype: np.dtype[np.void] = CASE) -> None:
        self._dtype = dtype
        self._memory = np.dtype((np.void, dtype.itemsize))
        self._count = 0
        self._days: dict[int, list[CaseArray]] = {}  # as plain memory, see `join`

    def put(self, records: CaseArray, due: npt.NDArray[np.integer] | int) -> None:
        """File copies of the records under the days `due` (one day for all, or one a case)."""
        if not len(records):
            return
        if isinstance(due, int):
            self._days.setdefault(due, []).append(records.view(self._memory).copy())
            self._count += len(records)
            return
        first_day = int(due.min())
        after = (due - first_day).astype(np.uint16)  # 16 bits are sorted by radix
        ordered = records.view(self._memory).take(np.argsort(after, kind="stable"))
        self._count += len(records)
        ends = np.cumsum(np.bincount(after)).tolist()
        for offset, (start, end) in enumerate(pairwise([0, *ends])):
            if end > start:
                self._days.setdefault(first_day + offset, []).append(ordered[start:end])

    def take(self, day: int) -> CaseArray:
        """Remove and return the records of `day`, in the order in which they were filed."""
        parts = self._days.pop(day, None) or [np.empty(0, self._memory)]
        records = np.concatenate(parts).view(self._dtype)
        self._count -= len(records)
        return records

    def filed(self) -> Iterator[tuple[int, CaseArray]]:
        """Days that have records, with some of these; a day may come more than once."""
        return ((day, records.view(self._dtype)) for day, parts in self._days.items() for records in parts)

    def __len__(self) -> int:
        return self._count
