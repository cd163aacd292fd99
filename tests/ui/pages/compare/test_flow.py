"""One way through the page in a real browser: a draft, its comparison, its causes, everything taken away."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from sim.ui.draft import Draft
from sim.ui.share import share_text
from tests.ui.choose import choose

PATIENCE = 300_000
"""Milliseconds that six short runs may take on a busy machine."""
DRAFT = Draft.on("beidaihe-2024").named("无绿色通道").with_lever("contract.green_channel", ())


def taken(page: Page, button: str) -> bytes:
    """Click a button and return the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("no_outside_request", "no_console_error")
def test_from_a_draft_to_the_files_of_its_comparison(page: Page, server: str) -> None:
    page.goto(f"{server}/scenario?draft={share_text(DRAFT)}")
    page.get_by_role("link", name="方案对比").click()
    choose(page, "重复次数", "2")
    choose(page, "模拟人口比例", re.compile("^1%"))
    expect(page.get_by_text("共 6 次模拟")).to_be_visible()
    page.get_by_role("button", name="开始对比").click()
    heading = page.get_by_role("heading", name="无绿色通道 对比 北戴河区2024年")
    expect(heading).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("img", name="与基准的差异")).to_be_visible()
    expect(page.locator("figure canvas")).to_have_count(2)  # both are drawn before one is taken away
    assert taken(page, "将此图保存为图片（PNG）").startswith(b"\x89PNG")
    page.get_by_role("tab", name="归因").click()
    page.get_by_role("button", name="开始归因").click()
    steps = page.get_by_role("img", name="县域内就诊率，从北戴河区2024年到无绿色通道")
    expect(steps.locator("canvas").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="导出").click()
    csv = taken(page, "全部数值（CSV）")
    assert csv.startswith(b"\xef\xbb\xbf") and "县域内就诊率" in csv.decode("utf-8-sig")
    book = pd.read_excel(io.BytesIO(taken(page, "工作簿（Excel）")), sheet_name=None)
    assert list(book) == ["主要结果", "方案差别与来源", "说明", "全部数值"]
    assert "基准值95%范围下限（单次重复）" in book["主要结果"]
    report = taken(page, "对比报告（HTML）").decode()
    assert "无绿色通道 对比 北戴河区2024年" in report and "无绿色通道 against Beidaihe 2024" in report
    with zipfile.ZipFile(io.BytesIO(taken(page, "压缩包（ZIP）"))) as folder:
        assert folder.read("无绿色通道.yaml").decode() == DRAFT.to_yaml()
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("heading", name="无绿色通道 against Beidaihe 2024")).to_be_visible()
