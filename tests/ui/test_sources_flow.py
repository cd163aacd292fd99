"""In a browser: a number is looked up in both languages and taken away as a file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.named import expect_named

pytestmark = pytest.mark.usefixtures("no_outside_request", "no_console_error")


def test_a_number_is_looked_up_and_taken_away(page: Page, server: str) -> None:
    page.goto(f"{server}/sources")
    page.get_by_role("tab", name="参数").click()
    page.get_by_label("搜索（多个词可任意顺序）").fill("门诊次均费用 乡镇")
    expect(page.get_by_role("cell", name="IN199（乡镇卫生院次均门诊费用）")).to_be_visible()
    record = page.get_by_role("cell", name=re.compile("cost per outpatient visit at township"))
    expect(record).to_have_attribute("lang", "en")
    expect_named(page)
    page.get_by_role("button", name="Switch to English").click()
    page.get_by_label("Search (words in any order)").fill("township bill outpatient")
    expect(page.get_by_text("prices.visit.township")).to_be_visible()
    expect(page.get_by_text("prices.visit.city")).to_have_count(0)
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    assert taken.value.suggested_filename == "numbers-lulong-2024.csv"
    rows = taken.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("path,") and any(row.startswith("prices.visit.township,") for row in rows)
    assert not any(row.startswith("prices.visit.city,") for row in rows)
