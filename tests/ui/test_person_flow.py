"""In a browser: somebody is followed through two policies, a day is opened, a number is looked up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.choose import choose

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_outside_request", "no_console_error")]


def test_a_person_is_followed_and_a_number_looked_up(page: Page, server: str) -> None:
    page.goto(f"{server}/person")
    choose(page, "方案 A", "北戴河区2024年反事实基线")
    page.get_by_role("button", name="开始跟踪").click()
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"跟踪的 \d+ 人中"))).to_be_visible()
    expect(page.get_by_role("heading", name="全年合计")).to_be_visible()
    opened = page.locator("section[aria-label='两种经历'] h2").nth(1)
    before = opened.inner_text()
    page.get_by_role("button", name="下一条").click()
    expect(opened).not_to_have_text(before)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
    page.locator('nav a[href="/sources"]').click()
    page.get_by_role("tab", name="Numbers").click()
    page.get_by_label("Search (words in any order)").fill("township bill outpatient")
    expect(page.get_by_text("prices.visit.township")).to_be_visible()
    expect(page.get_by_text("prices.visit.city")).to_have_count(0)
