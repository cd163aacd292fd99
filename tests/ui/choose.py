"""Choosing from a list in a browser, by what it is called."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Open a list and take one of its options."""
    page.get_by_role("button", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
