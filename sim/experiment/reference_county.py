"""The county of the yardstick (`sim.experiment.reference`): columns, calendar and lookup tables.

The numbers make a county-like load; they describe no county.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]

CONDITIONS, OPTIONS = 4, 6
CLINIC, CENTRE, NEAR_CENTRE, GENERAL, TCM, CITY = range(OPTIONS)
VISITS = 7.5  # a head and year
YEAR = 365
WINDOW = 16  # days sorted into the calendar at a time
NEVER = np.iinfo(np.uint16).max
UNBOUNDED = np.iinfo(np.int32).max  # the city's capacity and beds

# By age group (rows) and condition: mean days to the next episode; by condition: days before it can begin.
MEAN_GAP = np.array([[125, 185, 470, 680], [156, 109, 515, 930], [125, 47, 370, 680]], dtype=np.float32)
RECOVERY = np.array([7, 5, 14, 10], dtype=np.float32)
# Share of mild, and of mild or moderate, cases by condition.
MILD = np.array([0.930, 0.840, 0.600, 0.700], dtype=np.float32)
MODERATE = np.array([0.994, 0.977, 0.920, 0.965], dtype=np.float32)
# By option: fen of a mild visit; basis points covered by either insurance; share of all visits it can take.
PRICE = np.array([3_000, 5_500, 5_500, 19_000, 18_000, 40_000])
RATIO = np.array([[6000, 5500, 5000, 4000, 4000, 2500], [7000, 7000, 6500, 6000, 6000, 5000]])
SHARE = np.array([0.62, 0.26, 0.00, 0.19, 0.09])
# By severity and option: taste, chance of being referred up, and of being admitted.
TASTE = np.array(
    [[2.0, 0.9, -0.4, -0.5, -1.0, -0.6], [0.6, 0.6, -0.2, 0.6, 0.0, 0.6], [-2.0, -0.5, -1.0, 2.4, 1.2, 4.2]]
)
REFER = np.array([[0, 0, 0, 0, 0, 0], [0.15, 0.08, 0.08, 0, 0, 0], [0.85, 0.60, 0.60, 0, 0, 0]])
ADMIT = np.array([[0, 0, 0, 0, 0, 0], [0, 0.03, 0.03, 0.12, 0.12, 0.12], [0, 0.3, 0.3, 0.9, 0.9, 0.9]])
DEARER = np.array([1.0, 1.8, 12.0])  # bill by severity
DEARER_CONDITION = np.array([0.7, 1.0, 1.3, 1.1])
DISLIKE = np.array([3.0, 2.4, 1.9, 1.5, 1.0], dtype=np.float32) * np.float32(
    -1e-5
)  # utility a fen, by income


class County:
    """Columns of the residents, in village order, and of the facilities, from the clinics up to the city."""

    def __init__(self, residents: int, rng: np.random.Generator) -> None:
        villages = max(4, residents // 1000)
        townships = max(2, villages // 25)
        weight = rng.lognormal(0.0, 0.5, villages)
        people = rng.multinomial(residents, weight / weight.sum())
        self.village = np.repeat(np.arange(villages, dtype=np.int32), people)
        self.income = rng.integers(0, 5, residents, dtype=np.uint8)
        self.insurance = (rng.random(residents, np.float32) < 0.15).astype(np.uint8)
        self.signed = (rng.random(residents, np.float32) < 0.4).astype(np.uint8)
        self.age = np.searchsorted([0.2, 0.8], rng.random(residents, np.float32)).astype(np.uint8)
        self.deductible_used = np.zeros(residents, dtype=np.int32)
        self.fund_used = np.zeros(residents, dtype=np.int32)
        self.in_bed_until = np.zeros(residents, dtype=np.uint16)

        township = np.arange(villages) * townships // villages
        general = villages + townships
        self.city = general + CITY - GENERAL
        self.facilities = self.city + 1
        self.option_facility = np.empty((OPTIONS, villages), dtype=np.int64)
        self.option_facility[CLINIC] = np.arange(villages)
        self.option_facility[CENTRE] = villages + township
        self.option_facility[NEAR_CENTRE] = villages + (township + 1) % townships
        self.option_facility[GENERAL:] = np.arange(general, self.facilities)[:, None]
        minutes = np.array([8, 25, 40, 55, 55, 150])[:, None] * rng.uniform(0.5, 1.5, (OPTIONS, villages))
        quality = np.array([0.0, 0.4, 0.4, 1.2, 1.0, 2.0])[:, None]
        self.fixed_utility: F64 = quality - 0.03 * minutes

        served = np.bincount(township, people, minlength=townships)
        shares = [people * SHARE[CLINIC], served * SHARE[CENTRE], residents * SHARE[GENERAL:CITY]]
        a_day = np.ceil(np.concatenate(shares) * (VISITS / YEAR))
        self.capacity: I64 = np.append(a_day, UNBOUNDED).astype(np.int64)
        self.beds: I64 = np.zeros(self.facilities, dtype=np.int64)
        self.beds[villages:general] = np.ceil(served * 0.0006)
        self.beds[general:] = np.ceil(residents * 0.0032), np.ceil(residents * 0.0012), UNBOUNDED

    def at(self, option: U8, village: I32) -> I64:
        """Facility that is someone's option."""
        cell = option * np.int64(self.option_facility.shape[1]) + village
        return self.option_facility.ravel().take(cell)


class Calendar:
    """Day of the next episode of every resident and condition; the days just ahead are sorted into pages.

    An episode's key is resident * 4 + condition.
    """

    def __init__(self, age: U8, rng: np.random.Generator) -> None:
        self.next_day = np.empty(age.size * CONDITIONS, dtype=np.uint16)
        for condition in range(CONDITIONS):
            gap = rng.standard_exponential(age.size, np.float32) * MEAN_GAP[:, condition].take(age)
            self.next_day[condition::CONDITIONS] = np.minimum(gap, NEVER - 1)
        self.pages: list[list[U32]] = []
        self.end = 0

    def open(self, day: int, on_their_way: U32) -> None:
        """Sort the episodes of `WINDOW` days into pages; those on their way have begun already."""
        self.pages = [[] for _ in range(WINDOW)]
        self.end = day + WINDOW
        self.next_day[on_their_way] = NEVER
        keys = np.flatnonzero(self.next_day < self.end)
        self._file(keys, self.next_day[keys])

    def due(self, day: int) -> U32:
        """Keys of the episodes that begin today."""
        return np.concatenate(self.pages[day % WINDOW])

    def schedule(self, keys: I64, next_day: U16) -> None:
        """Set when the next episodes begin, tomorrow or later."""
        self.next_day[keys] = next_day
        near = np.flatnonzero(next_day < self.end)
        self._file(keys[near], next_day[near])

    def _file(self, keys: I64, next_day: U16) -> None:
        page = (next_day - np.uint16(self.end - WINDOW)).astype(np.uint8)
        ordered = keys.astype(np.uint32)[np.argsort(page, kind="stable")]
        ends = np.cumsum(np.bincount(page, minlength=WINDOW)).tolist()
        for entries, low, high in zip(self.pages, [0, *ends[:-1]], ends, strict=True):
            entries.append(ordered[low:high])


class Tables:
    """What a visit costs, how it appeals and what it leads to, by option (rows) and class of case (columns).

    A case is resident << 5 | condition << 3 | severity << 1 | referred; its low five bits are its class.
    `appeal` has two columns a class: without and with a family doctor's contract.
    """

    def __init__(self) -> None:
        kind = np.arange(32)
        condition, severity, referred = kind >> 3, np.minimum(kind >> 1 & 3, 2), kind & 1
        bill = PRICE[:, None] * (DEARER[severity] * DEARER_CONDITION[condition])
        self.bill: F32 = bill.astype(np.float32)
        self.refer: F32 = (REFER[severity].T * (1 - referred)).astype(np.float32)
        self.admit: F32 = ADMIT[severity].T.astype(np.float32)
        self.ratio: F32 = (RATIO.T / 10_000).astype(np.float32)
        sent_up = referred * np.array([-20.0, -20.0, -20.0, 2.5, 1.0, 1.5])[:, None]
        contract = np.array([0.5, 0.4, 0.0, 0.0, 0.0, 0.0])[:, None]
        appeal = TASTE[severity].T + sent_up
        self.appeal: F32 = (
            np.stack([appeal, appeal + contract], axis=2).reshape(OPTIONS, -1).astype(np.float32)
        )
