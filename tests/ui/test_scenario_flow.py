"""One way through the scenario page in a browser: a lever, its preview, a link, a step back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PREVIEW = 300_000
"""Milliseconds that a first preview may take on a busy machine, worker processes begun included."""


@pytest.mark.slow
@pytest.mark.usefixtures("no_outside_request", "no_console_error")
def test_from_opening_to_a_preview_and_a_link(page: Page, server: str) -> None:
    page.goto(f"{server}/scenario")
    page.get_by_role("button", name=re.compile("^签约")).click()
    page.get_by_text("家庭医生签约覆盖", exact=True).click()
    changes = page.locator(".sc-changes")
    expect(changes).to_contain_text("家庭医生签约覆盖：启用，自 2024-01-01 起")
    expect(page.locator(".sc-headline")).to_contain_text("±", timeout=PREVIEW)
    page.get_by_role("button", name="链接").click()
    link = page.get_by_role("textbox", name=re.compile("链接")).input_value()
    assert re.fullmatch(re.escape(server) + r"/scenario\?draft=1[A-Za-z0-9_-]+", link)
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    expect(changes.locator("li")).to_have_count(0)
    page.goto(link)
    expect(page.locator(".sc-changes")).to_contain_text("家庭医生签约覆盖：启用")
