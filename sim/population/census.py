"""Census facts of a county, and exact whole numbers of people made from them.

The census gives shares of nineteen age bands, the ratio of men to women and the resident population of each
county. Here they become counts that sum to the published population exactly: no county gains or loses a
resident by rounding.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.declare import parameter_folder
from sim.errors import UserError

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

BAND_STARTS = np.array([0, 1, *range(5, 90, 5)])
"""First age of each census band: 0, 1-4, 5-9, …, 80-84, 85 and over."""
OLDEST = 105
"""First age that nobody reaches when the population is made."""
BANDS = ("0", "1_4", *(f"{age}_{age + 4}" for age in range(5, 85, 5)), "85plus")
"""Names of the bands in the columns `share_…` of the table."""
_SEX_GROUPS = ("0_14", "15_59", "60_74", "75_plus")
_SEX_GROUP_STARTS = (15, 60, 75)


@dataclass(frozen=True)
class CountyFacts:
    """What the 2020 census says of one county.

    Attributes
    ----------
    code : str
        Six-digit code of the county.
    population : int
        Residents (常住人口).
    men_per_100_women : float
        Sex ratio.
    household_size : float
        Mean persons of a family household.
    urban_share : float
        Share of residents in urban places.
    elderly_households : float
        Share of households with a member of 65 or over.
    band_shares : tuple of float
        Shares of the nineteen age bands as published, rounded to four digits.
    """

    code: str
    population: int
    men_per_100_women: float
    household_size: float
    urban_share: float
    elderly_households: float
    band_shares: tuple[float, ...]


@lru_cache(maxsize=1)
def census_facts() -> dict[str, CountyFacts]:
    """Facts of every county of `scenarios/data/county_facts.csv`, by code."""
    path = parameter_folder().parent / "data" / "county_facts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: facts_of(row) for row in csv.DictReader(file)}


def facts_of(row: Mapping[str, str]) -> CountyFacts:
    """Facts of one row of the table, its cells as text."""
    return CountyFacts(
        code=row["code"],
        population=int(row["population_2020"]),
        men_per_100_women=float(row["men_per_100_women"]),
        household_size=float(row["avg_household_size"]),
        urban_share=float(row["urban_share"]),
        elderly_households=float(row["households_with_65plus_share"]),
        band_shares=tuple(float(row[f"share_{band}"]) for band in BANDS),
    )


def county_facts(code: str) -> CountyFacts:
    """Facts of one county.

    Raises
    ------
    UserError
        When the census file has no such county.
    """
    facts = census_facts()
    if code not in facts:
        known = ", ".join(facts)
        raise UserError(
            f"no census facts for county {code}; there are {known}",
            f"没有县 {code} 的普查数据；现有 {known}",
            "county_facts.csv",
        )
    return facts[code]


def apportion(weights: npt.ArrayLike, total: int) -> I64:
    """Split a whole number in proportion to weights, by largest remainders.

    Parameters
    ----------
    weights : array of non-negative numbers, shape (n,)
    total : int
        Number to split.

    Returns
    -------
    int64 array, shape (n,)
        Sums to `total`; each part differs from its exact quota by less than one. Among equal remainders the
        earlier part wins.
    """
    weight = np.asarray(weights, np.float64)
    quota: F64 = weight * (total / weight.sum())
    parts: I64 = np.floor(quota).astype(np.int64)
    missing = total - int(parts.sum())
    parts[np.argsort(parts - quota, kind="stable")[:missing]] += 1
    return parts


def resident_cells(facts: CountyFacts, values: Mapping[str, float]) -> I64:
    """Count residents by age band and sex.

    Returns
    -------
    int64 array, shape (19, 2)
        Rows sum to the census bands, the columns (men, women) to the census sex ratio, all to the population.
        How the ratio falls with age is national; its level is the county's.
    """
    bands = apportion(facts.band_shares, facts.population)
    all_men = round(facts.population * facts.men_per_100_women / (100.0 + facts.men_per_100_women))
    share = np.array([values[f"population.men_share.{group}"] for group in _SEX_GROUPS])
    men = apportion(bands * share[np.digitize(BAND_STARTS, _SEX_GROUP_STARTS)], all_men)
    return np.stack([men, bands - men], axis=1)


def ages_in_bands(band: I64, draws: F64, band_counts: I64, values: Mapping[str, float]) -> I64:
    """Single years of age of people whose band is known.

    Inside a five-year band the number of people falls or rises in a straight line whose slope is that of the
    neighbouring bands; beyond 85 each year of age holds a constant share of the year before.

    Parameters
    ----------
    band : int64 array, shape (n,)
        Position in `BAND_STARTS`.
    draws : float64 array, shape (n,)
        Uniform numbers in [0, 1).
    band_counts : int64 array, shape (19,)
        People of each band of this county.
    """
    cumulative = np.cumsum(_year_shares(band_counts, values["population.oldest_survival"]), axis=1)
    offset: I64 = np.zeros(len(band), np.int64)
    for year in range(cumulative.shape[1] - 1):
        offset += draws >= cumulative[:, year][band]
    age: I64 = BAND_STARTS[band] + offset
    return age


def _year_shares(counts: I64, survival: float) -> F64:
    """Share of each single year within its band, shape (19, widest band); rows sum to 1."""
    widths = np.diff(np.append(BAND_STARTS, OLDEST))
    density = counts / widths
    slope = np.gradient(density, BAND_STARTS + widths / 2.0)
    years = np.arange(widths.max())
    line = density[:, None] + slope[:, None] * (years + 0.5 - widths[:, None] / 2.0)
    # a band next to one of a very different size keeps at least a fifth of its mean in every year
    shares = np.maximum(line, density[:, None] / 5.0)
    shares[-1] = survival**years
    shares = np.where(years < widths[:, None], np.maximum(shares, 1e-12), 0.0)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
