"""What a province costs, worked out from years of the model that were measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.experiment.bench import Growth, Row, growth

PROVINCE = 75_000_000
COUNTY = 500_000
CORES = (16, 64, 256)


@dataclass(frozen=True)
class Projection:
    """A province on so many cores, a run for each of its units.

    Attributes
    ----------
    people, unit : int
        Of the province, and of each unit.
    runs : int
        For one history of the province.
    cpu_seconds : float
        Of one run.
    worker_bytes : float
        Memory of a worker.
    cores : int
    hours, hours_100 : float
        By the clock, for one history and for a hundred.
    """

    people: int
    unit: int
    runs: int
    cpu_seconds: float
    worker_bytes: float
    cores: int
    hours: float
    hours_100: float


def year_of(rows: Sequence[Row], people: int) -> float:
    """CPU seconds of a year of so many people: between measured sizes, or beyond by the nearest two."""
    measured = sorted((row.residents, row.cpu_seconds) for row in rows)
    low, high = next(
        (pair for pair in pairwise(measured) if people <= pair[1][0]), (measured[-2], measured[-1])
    )
    slope = math.log(high[1] / low[1]) / math.log(high[0] / low[0])
    return float(low[1] * (people / low[0]) ** slope)


def memory_of(grown: Growth, people: int) -> float:
    """Bytes of a process with so many people."""
    return grown.fixed_bytes + grown.bytes_a_resident * people


def project(
    rows: Sequence[Row],
    beside: float,
    efficiency: float,
    unit: int,
    people: int = PROVINCE,
    heavier: float = 1.0,
) -> Iterator[Projection]:
    """Work out what a province costs, run unit by unit.

    Parameters
    ----------
    rows : sequence of Row
        Years of the model at two sizes or more.
    beside : float
        CPU seconds of a whole run for each of its counted year.
    efficiency : float
        Of processes side by side, up to 1.
    unit : int
        People of a unit.
    people : int
        Of the province.
    heavier : float
        Memory of a run over that of the measured years.
    """
    (grown,) = growth(rows)
    seconds = year_of(rows, unit) * beside
    memory = heavier * memory_of(grown, unit)
    runs = math.ceil(people / unit)
    for cores in CORES:
        one, hundred = (
            math.ceil(runs * times / cores) * seconds / min(efficiency, 1.0) / 3600 for times in (1, 100)
        )
        yield Projection(people, unit, runs, seconds, memory, cores, one, hundred)
