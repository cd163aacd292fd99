"""What indicators need to know of a finished run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.indicators.burden import Burden
from sim.indicators.tally import Tally


class Places(Protocol):
    """Counties and facilities, as in `sim.geography.map.Map`."""

    @property
    def counties(self) -> pd.DataFrame:
        """Position is the county's index; ``code``."""

    @property
    def facilities(self) -> pd.DataFrame:
        """``id, name_zh, name_en, kind, county, community, leads, doctors, beds, background``."""


class Conditions(Protocol):
    """Conditions, as in `sim.needs.catalogue.Catalogue`."""

    @property
    def ids(self) -> Sequence[str]:
        """Names of the conditions."""

    @property
    def chronic(self) -> npt.NDArray[np.uint8]:
        """Chronic state that a condition belongs to, 0 none."""


class Run(Protocol):
    """A finished run.

    `months` gives the first and last simulated day of every tallied month, warm-up included; `start` is the
    first counted day and begins a month of the tally; `snapshots` are month-end numbers of people by county,
    shape (months, counties); `values` are the parameter values at the end; `returns` is the share of visits
    to village clinics that facility returns hold (`observe.village_return_share`) by month; `ledger` and
    `fund` are the tables of the same names, yuan.
    """

    @property
    def tally(self) -> Tally: ...  # noqa: D102

    @property
    def burden(self) -> Burden: ...  # noqa: D102

    @property
    def months(self) -> Sequence[tuple[date, date]]: ...  # noqa: D102

    @property
    def start(self) -> date: ...  # noqa: D102

    @property
    def map(self) -> Places: ...  # noqa: D102

    @property
    def catalogue(self) -> Conditions: ...  # noqa: D102

    @property
    def sample(self) -> float: ...  # noqa: D102

    @property
    def snapshots(self) -> Mapping[str, npt.NDArray[Any]]: ...  # noqa: D102

    @property
    def values(self) -> Mapping[str, float]: ...  # noqa: D102

    @property
    def returns(self) -> Sequence[float]: ...  # noqa: D102

    @property
    def ledger(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def fund(self) -> pd.DataFrame: ...  # noqa: D102
