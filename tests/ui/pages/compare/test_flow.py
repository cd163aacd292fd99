"""One way through the page in a real browser: choose, run, read, take away."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PATIENCE = 300_000
"""Milliseconds that six short runs may take on a busy machine."""


def pick(page: Page, label: str, text: str) -> None:
    """Choose from a list by its name."""
    page.locator(".v-select").filter(has=page.get_by_text(label, exact=True)).first.click()
    page.locator(".menuable__content__active .v-list-item").filter(has_text=text).first.click()


@pytest.mark.slow
@pytest.mark.usefixtures("no_outside_request", "no_console_error")
def test_choose_run_read_take_away(page: Page, server: str) -> None:
    page.goto(f"{server}/compare")
    pick(page, "基准方案", "北戴河区2024年反事实基线")
    pick(page, "对比方案 1", "北戴河区2024年")
    pick(page, "重复次数", "2")
    pick(page, "模拟人口比例", "1 %")
    expect(page.get_by_text("共 6 次模拟")).to_be_visible()
    page.get_by_role("button", name="开始对比").click()
    expect(page.get_by_role("tab", name="导出")).to_be_visible(timeout=PATIENCE)
    heading = page.get_by_role("heading", name="北戴河区2024年 对比 北戴河区2024年反事实基线")
    expect(heading).to_be_visible()
    expect(page.get_by_role("img", name="与基准的差异")).to_be_visible()
    expect(page.locator("figure canvas")).to_have_count(2)  # both are drawn before one is taken away
    page.get_by_role("tab", name="导出").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="全部数值（CSV）").click()
    written = Path(taken.value.path()).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") and "县域内就诊率" in written.decode("utf-8-sig")
    assert taken.value.suggested_filename == "comparison.csv"
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("heading", name="Beidaihe 2024 against")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
