"""One way through the page in a real browser: a draft is varied, started, cancelled, resumed."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from sim.ui.draft import Draft
from sim.ui.share import share_text
from tests.ui.choose import choose

PATIENCE = 300_000
"""Milliseconds that four short runs may take on a busy machine."""
DRAFT = Draft.on("beidaihe-2024").named("多下转").with_number("referral.down_offer", {date(2024, 1, 1): 0.4})


@pytest.mark.slow
@pytest.mark.usefixtures("no_outside_request", "no_console_error")
def test_a_draft_is_varied_and_its_runs_taken_away(page: Page, server: str) -> None:
    page.goto(f"{server}/scenario?draft={share_text(DRAFT)}")
    page.get_by_role("link", name="批量模拟").click()
    expect(page.get_by_text("草案 A：多下转")).to_be_visible()
    page.get_by_role("textbox", name="杠杆（关与开）").focus()
    page.keyboard.type("签约覆盖")
    page.get_by_role("option", name="家庭医生签约覆盖").click()
    page.keyboard.press("Escape")
    choose(page, "每点重复次数", "2")
    choose(page, "模拟居民比例", "2%")
    page.get_by_role("button", name="估算次数与时间").click()
    expect(page.get_by_text("2 个设计点，共 4 次模拟，约需")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_role("button", name="取消").click()
    again = page.get_by_role("button", name="继续")
    expect(again).to_be_visible()
    expect(page.get_by_text("未完成", exact=True)).to_be_visible()
    again.click()
    expect(page.get_by_text("2 次重复：已完成 4/4 次模拟")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    written = Path(taken.value.path()).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(written), encoding="utf-8-sig")
    assert set(table["scenario"]) == {"多下转"} and set(table["seed"]) == {1, 2}
    assert len(table[["point", "replicate"]].drop_duplicates()) == 4
    (lever,) = (name for name in table.columns if name.startswith("contract."))
    assert set(table[lever]) == {"off", "on"}
