"""Speed and memory as ratios: what a year costs here, against the yardstick on the same machine.

Every contender runs in a fresh process of its own, so that its peak of memory is its own, and is timed in CPU
seconds, so that a busy machine does not matter much. A first run at each size loads and compiles; with more
than one repeat the best one counts.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import linear_regression
from typing import Any, TypeVar

from sim.errors import Text
from sim.experiment.reference import run_reference

PER = 500_000  # residents: the size costs are quoted for
T = TypeVar("T")
_PROC_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Contender:
    """Something that can run a county's year.

    Attributes
    ----------
    label : Text
        Its name in the table.
    run : callable
        Runs a year: of so many residents, or of what `prepare` made of their number. A module's function, so
        that a fresh process can import it; so is `prepare`.
    largest : int, optional
        The most residents it is asked to run; None for any number.
    prepare : callable, optional
        Makes ready for so many residents what `run` is given; not timed.
    """

    label: Text
    run: Callable[[Any], object]
    largest: int | None = None
    prepare: Callable[[int], object] | None = None


REFERENCE = Contender(Text("NumPy yardstick", "NumPy 参照核"), run_reference)


@dataclass(frozen=True)
class Row:
    """Cost of one contender at one size.

    Attributes
    ----------
    contender : Text
        Name.
    residents : int
        Size.
    cpu_seconds : float
        Of a year.
    peak_bytes : int
        Largest resident memory of its process, the interpreter and libraries included.
    ratio : float
        CPU seconds over those of the first contender at this size.
    """

    contender: Text
    residents: int
    cpu_seconds: float
    peak_bytes: int
    ratio: float

    @property
    def seconds_at_par(self) -> float:
        """CPU seconds for 500,000 resident-years at the same cost a head."""
        return self.cpu_seconds * PER / self.residents


@dataclass(frozen=True)
class Growth:
    """How the cost of one contender grows with the county.

    Attributes
    ----------
    contender : Text
        Name.
    smallest, largest : int
        Sizes the growth was measured between, residents.
    exponent : float
        Slope of log time on log size; 1 is in proportion.
    bytes_a_resident, fixed_bytes : float
        Memory as a straight line in the size.
    """

    contender: Text
    smallest: int
    largest: int
    exponent: float
    bytes_a_resident: float
    fixed_bytes: float


def cpu_time(
    function: Callable[[], object], repeats: int = 1, summary: Callable[[Sequence[float]], float] = min
) -> float:
    """CPU seconds of this process, all threads together, for one call of `function`.

    Parameters
    ----------
    function : callable
        What to time; its result is dropped.
    repeats : int
        Calls, at least 1.
    summary : callable
        The best call (``min``), or ``statistics.median``.
    """
    times = []
    for _ in range(repeats):
        gc.collect()
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return summary(times)


def peak_memory() -> int:
    """Largest resident memory this process has had, in bytes.

    Notes
    -----
    On Linux the counter of ``getrusage`` survives the start of a new program and so may tell the size of the
    parent; the one of ``/proc`` does not.
    """
    if _PROC_STATUS.exists():
        lines = _PROC_STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        for line in lines:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def in_fresh_process(function: Callable[..., T], *arguments: object) -> T:
    """Call a module's function in a new process, so that nothing of this one counts or is changed."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as pool:
        return pool.submit(function, *arguments).result()


def _cost(
    run: Callable[[Any], object], residents: int, repeats: int, prepare: Callable[[int], object] | None
) -> tuple[float, int]:
    times = []
    for _ in range(repeats):
        ready = prepare(residents) if prepare else residents
        times.append(cpu_time(partial(run, ready)))
        del ready
    return min(times), peak_memory()


def cost(
    run: Callable[[Any], object],
    residents: int,
    repeats: int = 1,
    prepare: Callable[[int], object] | None = None,
) -> tuple[float, int]:
    """CPU seconds (best of `repeats`) and peak memory in bytes of a run in a fresh process.

    Parameters
    ----------
    run : callable
        A module's function, importable by the new process.
    residents : int
        Its argument, or that of `prepare`.
    repeats : int
        Runs, at least 1.
    prepare : callable, optional
        Makes the argument of `run` from the number of residents; its memory counts, its time does not.
    """
    return in_fresh_process(_cost, run, residents, repeats, prepare)


def bench(contenders: Sequence[Contender], sizes: Sequence[int], repeats: int = 1) -> Iterator[Row]:
    """Measure each contender at each size it can run, one after the other.

    Parameters
    ----------
    contenders : sequence of Contender
        The first is what the others are compared with.
    sizes : sequence of int
        Residents.
    repeats : int
        Runs per size, of which the best counts.

    Yields
    ------
    Row
        As soon as it is measured.
    """
    for residents in sizes:
        yardstick = math.nan
        for contender in contenders:
            if contender.largest is not None and residents > contender.largest:
                continue
            seconds, peak = cost(contender.run, residents, repeats, contender.prepare)
            if contender is contenders[0]:
                yardstick = seconds
            yield Row(contender.label, residents, seconds, peak, seconds / yardstick)


def growth(rows: Sequence[Row]) -> list[Growth]:
    """How time and memory grow, for each contender measured at two sizes or more."""
    by_contender: dict[Text, list[Row]] = {}
    for row in rows:
        by_contender.setdefault(row.contender, []).append(row)
    found = []
    for contender, own in by_contender.items():
        sizes = [row.residents for row in own]
        if len(set(sizes)) > 1:
            memory, fixed = _line(sizes, [row.peak_bytes for row in own])
            exponent = growth_exponent(sizes, [row.cpu_seconds for row in own])
            found.append(Growth(contender, min(sizes), max(sizes), exponent, memory, fixed))
    return found


def growth_exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of the regression of log time on log size."""
    return _line([math.log(size) for size in sizes], [math.log(second) for second in seconds])[0]


def _line(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """Slope and intercept of the least-squares line."""
    slope, intercept = linear_regression(x, y)
    return slope, intercept
