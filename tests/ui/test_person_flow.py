"""In a browser: somebody is followed through two policies, and a day is opened."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.choose import choose
from tests.ui.named import expect_named

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_outside_request", "no_console_error")]


def test_a_person_is_followed(page: Page, server: str) -> None:
    page.goto(f"{server}/person")
    choose(page, "方案 A", "北戴河区2024年反事实基线")
    page.get_by_role("button", name="开始跟踪").click()
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"跟踪的 \d+ 人中"))).to_be_visible()
    expect(page.get_by_role("heading", name="期内合计")).to_be_visible()
    opened = page.locator("section[aria-label='两种经历'] h2").nth(1)
    before = opened.inner_text()
    page.get_by_role("button", name="下一条").click()
    expect(opened).not_to_have_text(before)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
    expect_named(page)
