"""Institutions as registered Mesa agents: the community, the insurer, the emergency service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.care.sites import community_names
from sim.indicators.tally import Flow, Person
from sim.money.account import YearEnd

if TYPE_CHECKING:
    from sim.model import CountyModel


class Community(mesa.Agent):
    """County medical community (县域医共体): a lead hospital with its members."""

    def __init__(self, model: CountyModel, name: str) -> None:
        super().__init__(model)
        self.name = name
        self._county = model
        column = model.map.facilities["community"].to_numpy()
        self.members: list[int] = np.flatnonzero(column == name).tolist()
        self.number = community_names(model.map).index(name)

    @property
    def spent_fen(self) -> int:
        """Paid by the fund for the people it covers, anywhere, since the first day of the warm-up."""
        return int(self._county.state.ledger.spent()[self.number])

    @property
    def budget_fen(self) -> int | None:
        """Budget to the end of this year; None where it holds none."""
        accounts = self._county.state.ledger.accounts
        return int(accounts.budget[self.number]) if accounts.open[self.number] else None

    @property
    def budget_spent_fen(self) -> int | None:
        """What of the budget is spent so far; None where it holds none."""
        ledger = self._county.state.ledger
        if not ledger.accounts.open[self.number]:
            return None
        spent = ledger.spent_of(ledger.accounts.rule) - ledger.accounts.before
        return int(spent[self.number])

    @property
    def kappa(self) -> float:
        """Share of one more fen of the fund's spending that falls on it, as it sees it this month."""
        return float(self._county.tables.purses.kappa[self.number])

    @property
    def settlements(self) -> list[YearEnd]:
        """Year-end settlements so far."""
        closed = self._county.state.ledger.accounts.closed
        return [one for one in closed if one.community == self.number]


class Insurer(mesa.Agent):
    """Insurance office (医保经办机构): settles claims by the rules in force."""

    def __init__(self, model: CountyModel) -> None:
        super().__init__(model)
        self._county = model

    @property
    def paid_fen(self) -> int:
        """Paid by the funds since the first day of the warm-up, by date of the event."""
        measures = [Flow.OUTPATIENT_FUND, Flow.INPATIENT_FUND, Flow.CRITICAL]
        return int(self._county.state.tally.flow[measures].sum())

    @property
    def advanced_fen(self) -> int:
        """Advanced to communities of the budgets that are open."""
        accounts = self._county.state.ledger.accounts
        return int(accounts.advanced[accounts.open].sum())

    @property
    def settled_fen(self) -> int:
        """Paid to communities out of surpluses, less what they bore of overspends, so far."""
        return sum(one.kept - one.borne for one in self._county.state.ledger.accounts.closed)


class EmergencyService(mesa.Agent):
    """Emergency service 120 (急救中心): takes emergencies to the hospital that can treat them soonest."""

    def __init__(self, model: CountyModel) -> None:
        super().__init__(model)
        self._county = model

    @property
    def calls(self) -> int:
        """Emergencies since the first day of the warm-up."""
        return int(self._county.state.tally.people[Person.EMERGENCIES].sum())
