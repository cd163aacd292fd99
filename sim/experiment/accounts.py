"""Tables of the money behind a run: the ledgers of the communities, and the fund of each county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.care.sites import community_names, seats
from sim.indicators.periods import Period, periods
from sim.indicators.tally import Flow
from sim.model import CountyModel
from sim.money.account import YearEnd, days_of_year
from sim.money.fund import fund_account
from sim.money.ledger import Service, Where
from sim.population.people import Insurance

F64 = npt.NDArray[np.float64]

PAID = tuple(f"{where.name.lower()}_{service.name.lower()}" for where in Where for service in Service)
SETTLED_MONEY = (
    "budget", "spending", "surplus", "overspend", "kept", "borne", "returned", "covered_by_fund", "lead",
    "township", "village", "advanced", "due",
)  # fmt: skip
ON_SIGNED = ("signed_surplus", "signed_adjusted")
LEDGER = (
    "community", "period", "start", "end", "covered", "signed", *PAID, "paid", "paid_signed", "kappa",
    *SETTLED_MONEY, "score", *ON_SIGNED,
)  # fmt: skip
FLOWS = {
    "outpatient": Flow.OUTPATIENT_FUND, "inpatient": Flow.INPATIENT_FUND, "critical": Flow.CRITICAL,
}  # fmt: skip
FUND = (
    "county", "year", "start", "end", "insured", "income", "reserve", *FLOWS, "settled", "balance", "stock",
    "failed",
)  # fmt: skip


def ledger_table(model: CountyModel, months: Sequence[tuple[date, date]]) -> pd.DataFrame:
    """Ledgers of the communities by period.

    Parameters
    ----------
    model : CountyModel
        That has reached its last day.
    months : sequence of (date, date)
        First and last simulated day of each month of the run.

    Returns
    -------
    pd.DataFrame
        Columns `LEDGER`: yuan, scaled to all people. The row with an empty `community` is what the funds paid
        for those whom none covers. `covered` and `signed` are people at the end of the period; `kappa` is
        the mean of its months. Settlements stand in the row of the longest period of their year.
    """
    ledger, sample, rows = model.state.ledger, model.state.sample, []
    names = [*community_names(model.map), ""]
    chosen = periods(months, model.scenario.start)
    for period in chosen:
        span = slice(period.first, period.last + 1)
        paid, heads = ledger.paid[span].sum(axis=0), ledger.heads[period.last]
        for k, name in enumerate(names):
            streams = paid[k].sum(axis=0).ravel()
            row: dict[str, object] = {
                "community": name, "period": period.label, "start": period.start, "end": period.end,
                **dict(zip(PAID, (_yuan(x, sample) for x in streams), strict=True)),
                "paid": _yuan(streams.sum(), sample), "paid_signed": _yuan(paid[k, 1].sum(), sample),
            }  # fmt: skip
            if name:
                row |= {"covered": round(heads[k].sum() / sample), "signed": round(heads[k, 1] / sample)}
                row["kappa"] = float(ledger.kappa[span, k].mean())
            if period in whole_years(chosen):
                row |= _settled(ledger.accounts.closed, k, period.start.year, sample)
            rows.append(row)
    return pd.DataFrame(rows, columns=list(LEDGER))


def with_accounts(
    facilities: pd.DataFrame, model: CountyModel, months: Sequence[tuple[date, date]]
) -> pd.DataFrame:
    """Table of facilities with what each got in subsidies beyond today's, and what its acts cost it, fen.

    The columns ``subsidy_fen`` and ``variable_cost_fen`` are added to those of `facility_table`.
    """
    counted = [k for k, (first, _) in enumerate(months) if first >= model.scenario.start]
    ledger, sample = model.state.ledger, model.state.sample
    columns = {"subsidy_fen": ledger.subsidy, "variable_cost_fen": ledger.cost}
    return facilities.assign(
        **{name: np.rint(table[counted] / sample).astype(np.int64).ravel() for name, table in columns.items()}
    )


def whole_years(chosen: Sequence[Period]) -> list[Period]:
    """Longest period of each year."""
    years = sorted({one.start.year for one in chosen})
    return [max((one for one in chosen if one.start.year == y), key=lambda p: p.days) for y in years]


def _settled(closed: Sequence[YearEnd], k: int, year: int, sample: float) -> dict[str, object]:
    """What was settled with a community in a year; budgets that ended within it add up."""
    own = [end for end in closed if end.community == k and end.end.year == year]
    if not own:
        return {}
    row: dict[str, object] = {
        name: _yuan(sum(getattr(end, name) for end in own), sample) for name in SETTLED_MONEY
    }
    for name in ON_SIGNED:
        saved = getattr(own[-1], name)
        row[name] = None if saved is None else _yuan(saved, sample)
    return row | {"score": own[-1].score}


def fund_table(model: CountyModel, months: Sequence[tuple[date, date]]) -> pd.DataFrame:
    """Account of the residents' fund of each county by year, on the values of the last day.

    Returns
    -------
    pd.DataFrame
        Columns `FUND`: yuan, scaled to all people. `settled` is what communities got out of a surplus less
        what they bore of an overspend; `stock` is what is left at the end, `failed` whether it has fallen
        below zero by then.
    """
    years, sample = whole_years(periods(months, model.scenario.start)), model.state.sample
    insured = np.stack(
        [model.snapshots["insured_residents"][one.first : one.last + 1].mean(axis=0) for one in years]
    )
    paid = {
        name: np.stack([_of_residents(model, measure, one) for one in years])
        for name, measure in FLOWS.items()
    }
    settled = np.stack([_settlements(model, one.start.year) for one in years])
    part = np.array([[one.days / days_of_year(one.start.year)] for one in years])
    account = fund_account(
        model.tables.fund, [one.start.year for one in years], part, insured,
        np.sum(list(paid.values()), axis=0), settled,
    )  # fmt: skip
    money = {**paid, "settled": settled, **account._asdict()}
    rows = [
        {
            "county": code, "year": one.start.year, "start": one.start, "end": one.end,
            "insured": round(insured[y, c] / sample),
            **{name: _yuan(table[y, c], sample) for name, table in money.items() if name in FUND},
            "failed": bool(account.failed[y, c]),
        }
        for c, code in enumerate(model.map.counties["code"])
        for y, one in enumerate(years)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FUND))


def _of_residents(model: CountyModel, measure: Flow, period: Period) -> F64:
    """One payment for the people of the residents' insurance of each county, fen."""
    table = model.state.tally.flow_table(measure)[period.first : period.last + 1, ..., Insurance.RESIDENTS]
    return np.asarray(table.sum(axis=(0, 2)), np.float64)


def _settlements(model: CountyModel, year: int) -> F64:
    """Kept less borne in a year, by the county of the community's seat, fen."""
    county = model.tables.sites.county[seats(model.tables.sites)]
    total = np.zeros(len(model.map.counties))
    for end in model.state.ledger.accounts.closed:
        if end.end.year == year:
            total[county[end.community]] += end.kept - end.borne
    return total


def _yuan(fen: float, sample: float) -> float:
    return round(float(fen) / 100 / sample, 2)
