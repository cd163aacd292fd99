"""Flows and money: patients between tiers, the fund from pool to purse, referrals, ledgers, incentives."""

from sim.ui.pages.flows.page import ICON, TITLE, Page

__all__ = ["ICON", "TITLE", "Page"]
