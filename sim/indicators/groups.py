"""The table of groups: who uses, pays and suffers, by income, distance, age, absence and insurance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.errors import Text
from sim.indicators.bearers import Groups
from sim.indicators.burden import DIMENSIONS, SHAPE, Burden, Dimension
from sim.indicators.fairness import CONCENTRATION
from sim.indicators.indicator import Formula, Indicator
from sim.indicators.inequality import NOTHING, Estimate, concentration, gap
from sim.indicators.intervals import Z
from sim.indicators.periods import Period, main_period, periods
from sim.indicators.registry import group_indicators
from sim.indicators.run import Run

F64 = npt.NDArray[np.float64]

COLUMNS = (
    "period", "start", "end", "scope", "scope_id", "dimension", "group", "indicator", "value", "low", "high",
    "unit", "n", "numerator", "denominator", "dimension_en", "dimension_zh", "group_en", "group_zh",
    "indicator_en", "indicator_zh",
)  # fmt: skip
ALL, GAP, INDEX = "all", "gap", "concentration"
EVERYBODY = Text("everybody", "全体")
FIFTHS = (
    Text("poorest fifth", "最低收入组"), Text("second fifth", "中间偏下组"), Text("middle fifth", "中间组"),
    Text("fourth fifth", "中间偏上组"), Text("richest fifth", "最高收入组"),
)  # fmt: skip
ABSENCE = (Text("resident", "常住"), Text("insured here, living away", "参保外出"))
INSURANCE = (
    Text("no insurance", "未参保"), Text("residents' insurance", "城乡居民医保"),
    Text("employees' insurance", "职工医保"),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A column of the tables: a group of one dimension, or everybody."""

    dimension: str
    name: str
    label: Text


def group_list(values: Mapping[str, float]) -> list[Group]:
    """Everybody, then the groups of every dimension in the order of `SHAPE`."""
    labels = {
        Dimension.INCOME: FIFTHS,
        Dimension.DISTANCE: _bands(
            values, "distance_band", Text("{} km", "{}公里"), Text("{} km or more", "{}公里及以上")
        ),
        Dimension.AGE: _bands(
            values, "age_group", Text("age {}", "{}岁"), Text("age {} or more", "{}岁及以上"), whole=1
        ),
        Dimension.ABSENCE: ABSENCE,
        Dimension.INSURANCE: INSURANCE,
    }
    found = [Group(ALL, ALL, EVERYBODY)]
    for dimension in Dimension:
        name = dimension.name.lower()
        found += [Group(name, f"{name}_{k + 1}", label) for k, label in enumerate(labels[dimension])]
    return found


def _bands(values: Mapping[str, float], name: str, words: Text, last: Text, whole: int = 0) -> list[Text]:
    """Labels of bands from their cut points; bands of whole numbers end one before the next begins."""
    cuts = [0.0, *(values[f"run.{name}_{k}"] for k in (1, 2, 3))]
    spans = [f"{low:g}–{high - whole:g}" for low, high in pairwise(cuts)]
    found = [Text(words.en.format(span), words.zh.format(span)) for span in spans]
    return [*found, Text(last.en.format(f"{cuts[-1]:g}"), last.zh.format(f"{cuts[-1]:g}"))]


def group_view(burden: Burden, sample: float, county: int | None) -> Groups:
    """Add up cells to groups, of one county or of all."""

    def gather(table: npt.NDArray[np.int64] | F64) -> F64:
        cells = burden.by_group(table[: burden.year + 1]).astype(np.float64)
        here = cells.sum(axis=2) if county is None else cells[:, :, county]
        groups = [here.sum(axis=tuple(range(2, 2 + len(SHAPE))), keepdims=False)[..., None]]
        for axis in range(len(SHAPE)):
            others = tuple(2 + other for other in range(len(SHAPE)) if other != axis)
            groups.append(here.sum(axis=others))
        return np.concatenate(groups, axis=2).transpose(1, 0, 2)

    months = burden.months[: burden.year + 1, None].astype(np.float64)
    return Groups(gather(burden.table) / sample, gather(burden.squares), months, sample)


def group_table(run: Run) -> pd.DataFrame:
    """Every indicator of `sim.indicators.fairness` by group and year, with gaps and concentration indices.

    Returns
    -------
    pd.DataFrame
        Columns `COLUMNS`, one row per year (or the simulated part of it), place, group and indicator. The
        group ``gap`` is poorest less richest (dimension income) and farthest less nearest inhabited band
        (distance); ``concentration`` is the concentration index over income (unit index). `low` and `high`
        are the 95 % chance interval, empty where none is honest. `n` are the people simulated in the group
        (mean of the month ends); numerator and denominator are scaled to all people.
    """
    burden = run.burden
    groups = group_list(run.values)
    years = _years(run)
    rows = []
    for scope, scope_id, county in _scopes(run):
        view = group_view(burden, run.sample, county)
        people = view.people()
        for year, period in enumerate(years):
            first = [period.label, period.start.isoformat(), period.end.isoformat(), scope, scope_id]
            for indicator in group_indicators():
                cells = _cells(indicator, view, year)
                for row in _rows(indicator, groups, cells, people[year], run.sample):
                    rows.append([*first, *row])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _years(run: Run) -> list[Period]:
    """Longest period of each counted year."""
    chosen = periods(run.months, run.start)
    years = sorted({period.start.year for period in chosen})
    return [main_period([period for period in chosen if period.start.year == year]) for year in years]


def _scopes(run: Run) -> Iterator[tuple[str, str, int | None]]:
    yield "all", "", None
    for county, code in enumerate(run.map.counties["code"].astype(str)):
        yield "county", code, county


@dataclass(frozen=True)
class _Cells:
    """An indicator of one year, arrays by group."""

    value: F64
    low: F64
    high: F64
    top: F64
    bottom: F64

    def at(self, k: int) -> Estimate:
        return Estimate(float(self.value[k]), float(self.low[k]), float(self.high[k]))


def _cells(indicator: Indicator[Groups], view: Groups, year: int) -> _Cells:
    formula = indicator.happened
    if formula is None:
        raise ValueError(f"{indicator.id} has no formula over what happened")
    top, bottom = formula.parts(view)
    value = formula.value(top, bottom)
    low, high = _interval(formula, view, value, top, bottom)
    return _Cells(value[year], low[year], high[year], top[year], bottom[year])


def _interval(formula: Formula[Groups], view: Groups, value: F64, top: F64, bottom: F64) -> tuple[F64, F64]:
    if formula.each is None:
        return formula.interval(top, bottom, view.sample)
    half = Z * value * view.relative_error(formula.each)
    return np.maximum(value - half, 0.0), value + half


def _rows(
    indicator: Indicator[Groups], groups: list[Group], cells: _Cells, people: F64, sample: float
) -> Iterator[list[object]]:
    def row(group: Group, estimate: Estimate, unit: str, n: float, top: float, bottom: float) -> list[object]:
        dimension = DIMENSIONS[Dimension[group.dimension.upper()]] if group.dimension != ALL else EVERYBODY
        label, name = group.label, indicator.label
        return [
            group.dimension, group.name, indicator.id, *estimate, unit, n, top, bottom,
            dimension.en, dimension.zh, label.en, label.zh, name.en, name.zh,
        ]  # fmt: skip

    here = np.nan_to_num(people * sample)
    numbers = zip(groups, here.tolist(), cells.top.tolist(), cells.bottom.tolist(), strict=True)
    for k, (group, n, top, bottom) in enumerate(numbers):
        yield row(group, cells.at(k), indicator.unit, n, top, bottom)
    for dimension, one, other in _pairs(groups, here):
        worse, better = groups[one].label, groups[other].label
        label = Text(f"{worse.en} less {better.en}", f"{worse.zh}减{better.zh}")
        between = gap(cells.at(one), cells.at(other))
        n = float(here[[one, other]].sum())
        yield row(Group(dimension, GAP, label), between, indicator.unit, n, np.nan, np.nan)
    if indicator.id in CONCENTRATION:
        fifths = [k for k, group in enumerate(groups) if group.dimension == "income"]
        label = Text("concentration index over income", "按收入的集中指数")
        index = _index(cells, people, fifths)
        yield row(Group("income", INDEX, label), index, "index", float(here[fifths].sum()), np.nan, np.nan)


def _pairs(groups: list[Group], people: F64) -> Iterator[tuple[str, int, int]]:
    """Dimension and positions of the groups that a gap is between: worse off, better off."""
    for dimension, worse in (("income", 0), ("distance", -1)):
        found = [k for k, group in enumerate(groups) if group.dimension == dimension and people[k] > 0]
        if len(found) > 1:
            yield dimension, found[worse], found[-1 - worse]


def _index(cells: _Cells, people: F64, fifths: list[int]) -> Estimate:
    """Concentration index over the fifths that are inhabited."""
    there = [k for k in fifths if people[k] > 0]
    if not there:
        return NOTHING
    variance = ((cells.high[there] - cells.value[there]) / Z) ** 2
    return concentration(cells.value[there], np.nan_to_num(variance), people[there])
