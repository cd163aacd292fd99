"""Who paid for care, and where it was given: money of the counties' own people by year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiment.accounts import whole_years
from sim.experiment.picture.movement import TIER_NAMES
from sim.experiment.picture.tiers import TIER_OF_PLACE, Tier
from sim.indicators.build import home_view
from sim.indicators.periods import periods
from sim.indicators.run import Run
from sim.indicators.tally import Flow
from sim.indicators.views import EVERYONE, Home
from sim.population.people import Insurance

SERVICES: dict[str, tuple[Flow, dict[str, Flow]]] = {
    "outpatient": (Flow.OUTPATIENT_BILL, {"fund": Flow.OUTPATIENT_FUND}),
    "inpatient": (
        Flow.INPATIENT_BILL,
        {"fund": Flow.INPATIENT_FUND, "critical": Flow.CRITICAL, "aid": Flow.AID},
    ),
}
"""Bill of each service, and what is paid of it by whom; the patient pays the rest."""
FUNDS = {"residents_fund": (Insurance.RESIDENTS,), "employees_fund": (Insurance.EMPLOYEES,)}


def paid_of(run: Run) -> pd.DataFrame:
    """Money of care by year, service, tier and payer, see `Picture.paid`."""
    years = whole_years(periods(run.months, run.start))
    view, _ = home_view(run, years)
    rows = []
    for service, (bill, payments) in SERVICES.items():
        for tier in Tier:
            places = tuple(np.flatnonzero(tier == TIER_OF_PLACE).tolist())
            for y, year in enumerate(years):
                by_payer = _payers(view, y, bill, payments, places)
                rows += [(year.label, service, TIER_NAMES[tier], *one) for one in by_payer.items()]
    return pd.DataFrame(rows, columns=["period", "service", "tier", "payer", "yuan"])


def _payers(
    view: Home, year: int, bill: Flow, payments: dict[str, Flow], places: tuple[int, ...]
) -> dict[str, float]:
    """What each payer paid of the bills at some places in a year."""

    def yuan(measure: Flow, insured: tuple[int, ...] = EVERYONE) -> float:
        return float(view.yuan(measure, places, insured)[year, 0])

    found = {name: yuan(payments["fund"], insured) for name, insured in FUNDS.items()}
    found |= {name: yuan(measure) for name, measure in payments.items() if name != "fund"}
    return found | {"patients": yuan(bill) - sum(found.values())}
