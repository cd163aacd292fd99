"""The picture of a run: what it is made of, table by table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from sim.errors import Text
from sim.indicators.registry import HEADLINE

Rings = tuple[tuple[str, tuple[tuple[tuple[float, float], ...], ...]], ...]
"""Areas by code, each as rings of (longitude, latitude)."""


@dataclass(frozen=True)
class Meta:
    """What was run.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    title : Text
    fingerprint : str
        `Scenario.hash`: two pictures with the same fingerprint, seed and sample are the same.
    seed : int
    sample : float
        Share of people simulated; every count of the tables is scaled to all people.
    is_preview : bool
        Made from a sample to be quick, and to be marked so.
    counties : tuple of str
        Six-digit codes.
    start, until : date
        First counted and last simulated day.
    months : tuple of str
        Counted months, ``2024-01`` and so on; in the order of every table by month.
    main : str
        Label of the period that headlines are about: the longest of the last year.
    schematic : bool
        Whether any place is put on the map by rule and not observed; every map must say so (示意).
    observed : tuple of (str, int, int)
        ``townships`` and ``villages``: places observed, and all places.
    people : int
        People simulated.
    """

    scenario: str
    title: Text
    fingerprint: str
    seed: int
    sample: float
    is_preview: bool
    counties: tuple[str, ...]
    start: date
    until: date
    months: tuple[str, ...]
    main: str
    schematic: bool
    observed: tuple[tuple[str, int, int], ...]
    people: int


@dataclass(frozen=True, eq=False)
class Picture:
    """What screens show of one run.

    Counts are of all people (a sample's are scaled and rounded), money is in yuan unless a column ends in
    ``_fen``, shares are 0-1. Tables that speak of a month have a column ``month`` with the labels of
    `Meta.months`; tables by year have ``year`` or the period's label. `Tier` names are in lower case
    (`sim.experiment.picture.tiers`).

    Attributes
    ----------
    meta : Meta
    indicators : pd.DataFrame
        As `indicators.csv` of a run (``period, start, end, scope, scope_id, indicator, value, numerator,
        denominator, unit, basis, low, high``); of single facilities months and the main period only.
    groups : pd.DataFrame
        As `groups.csv`: by group of people and year, with gaps and concentration indices.
    facilities : pd.DataFrame
        As `facilities.csv`: what each facility did in each month; money in fen, waits and travel as sums of
        minutes, ``occupied`` in bed-days. Beds in use and mean waits are indicators of scope ``facility``.
    sites : pd.DataFrame
        Facilities on the map, one row each: ``id, name_zh, name_en, kind, tier, county, lon, lat,
        provenance, level, doctors, beds, background, community, leads, township, village`` (codes; empty
        outside), ``inside`` (stands in a simulated county).
    villages : pd.DataFrame
        ``code, name_zh, name_en, township, county, lon, lat, provenance, urban, people`` (registered).
    townships : pd.DataFrame
        ``code, name_zh, name_en, county, lon, lat, provenance``.
    roads : pd.DataFrame
        Edges of the road network inside the drawn ground: ``lon_a, lat_a, lon_b, lat_b, road`` (class).
    cells : tuple of (str, tuple of rings)
        Ground of each village by its code, as drawn: rings of (longitude, latitude). Nearest-village cells
        inside an outline around the villages; never a boundary.
    outlines : tuple of (str, tuple of rings)
        Ground of each township by its code: its villages' cells together.
    reach : pd.DataFrame
        What each village can reach: ``village, option, facility`` (empty elsewhere), minutes door to door
        one way ``walk, ebike, bus, car``, ``ambulance`` (road minutes), ``km``.
    ways : pd.DataFrame
        Where the people of each village went over all counted months: ``village, place, tier, facility,
        visits, stays``. Read by village it is where residents go, by facility its catchment.
    flows : pd.DataFrame
        From home to tier by month: ``month, township`` (code), ``tier, visits, stays``.
    steps : pd.DataFrame
        From tier to tier by month: ``month, step`` (``first, again, stay``), ``origin, tier, count``; the
        origin of a first visit is ``village`` or ``town`` (urban community), of the others a tier.
    trust : pd.DataFrame
        What villages believe of their options (口碑), 0-1: ``village, option, group`` of conditions
        (``common, chronic, major``), ``first`` (evening of the first counted day), ``last``.
    referrals : pd.DataFrame
        The funnel by month: ``month, way`` (``up, out, down``), ``fate``, ``linked`` (receiver inside the
        community or a partner), ``count``.
    paid : pd.DataFrame
        Money of care by year, payer and tier, of the counties' own people: ``period, service``
        (``outpatient, inpatient``), ``tier``, ``payer`` (``residents_fund, employees_fund, critical, aid,
        patients``), ``yuan``.
    ledger, fund : pd.DataFrame
        As `ledger.csv` (communities by period) and `fund.csv` (the residents' fund by year).
    """

    meta: Meta
    indicators: pd.DataFrame
    groups: pd.DataFrame
    facilities: pd.DataFrame
    sites: pd.DataFrame
    villages: pd.DataFrame
    townships: pd.DataFrame
    roads: pd.DataFrame
    cells: Rings
    outlines: Rings
    reach: pd.DataFrame
    ways: pd.DataFrame
    flows: pd.DataFrame
    steps: pd.DataFrame
    trust: pd.DataFrame
    referrals: pd.DataFrame
    paid: pd.DataFrame
    ledger: pd.DataFrame
    fund: pd.DataFrame

    def headline(self) -> pd.DataFrame:
        """Rows of the headline indicators for the whole area in the main period, in their usual order."""
        table = self.of("all", period=self.meta.main)
        table = table[table["indicator"].isin(HEADLINE)]
        order = table["indicator"].astype(str).map(HEADLINE.index)
        return table.assign(order=order).sort_values(["order", "basis"]).drop(columns="order")

    def of(
        self, scope: str, scope_id: str = "", *, indicator: str | None = None, period: str | None = None,
        basis: str | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Rows of `indicators` of one scope, and of one indicator, period or basis where given."""
        table = self.indicators
        chosen = (table["scope"] == scope) & (table["scope_id"] == scope_id)
        for name, wanted in (("indicator", indicator), ("period", period), ("basis", basis)):
            if wanted is not None:
                chosen &= table[name] == wanted
        return table[chosen]

    def by_month(self, indicator: str, scope: str = "all", scope_id: str = "", basis: str = "happened"
                 ) -> pd.DataFrame:  # fmt: skip
        """Rows of one indicator of one place in the order of the months, indexed by month."""
        rows = self.of(scope, scope_id, indicator=indicator, basis=basis)
        return (
            rows.assign(month=rows["period"].astype(str)).set_index("month").reindex(list(self.meta.months))
        )

    def at_facilities(self, indicator: str, period: str | None = None) -> pd.Series[float]:
        """One indicator of every facility that has it, by facility id, in the main period or another."""
        table = self.indicators
        rows = table[
            (table["scope"] == "facility")
            & (table["indicator"] == indicator)
            & (table["period"] == (period or self.meta.main))
        ]
        return pd.Series(rows["value"].to_numpy(float), index=rows["scope_id"].astype(str))
