"""In a real browser: a run, its map, the story of a place, its flows, and the people of a village."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.choose import choose
from tests.ui.named import expect_named

RUN = 300_000
"""Milliseconds that a run of the sample may take on a busy machine, its process's start included."""


@pytest.mark.slow  # runs a year of a county's sample in a worker process of the server
def test_from_a_run_to_its_map_and_its_flows(
    server: str, page: Page, no_outside_request: list[str], no_console_error: list[str]
) -> None:
    page.goto(f"{server}/map")
    expect(page.get_by_text("尚无模拟结果")).to_be_visible()
    choose(page, "方案", "北戴河区2024年")
    page.get_by_role("button", name="开始模拟").click()
    chart = page.get_by_role("img", name=re.compile("逐月机构负荷.*示意图"))
    expect(chart.locator("canvas").first).to_be_visible(timeout=RUN)
    expect(page.get_by_text("预览：2% 居民")).to_be_visible()
    expect(page.get_by_role("heading", name="医院", level=2)).to_be_visible()
    page.get_by_role("button", name="服务范围").click()
    expect(page.get_by_role("img", name=re.compile("为各村着色.*示意图"))).to_be_visible()
    expect_named(page)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("img", name=re.compile("Villages coloured.*Schematic"))).to_be_visible()
    page.get_by_role("link", name="Flows and money").click()
    expect(page.get_by_role("img", name=re.compile("Patients between tiers")).first).to_be_visible()
    page.get_by_role("button", name="Pool to purse").click()
    expect(page.get_by_role("cell", name=re.compile("Stays not indicated"))).to_be_visible()
    expect_named(page)
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_label("Village", exact=True).locator("visible=true").last.fill("Dongtuotou")
    page.get_by_role("option", name="Dongtuotou Cun").click()
    page.get_by_role("button", name="Follow people who live here").click()
    expect(page.get_by_text("Only people of Dongtuotou Cun")).to_be_visible()
    expect(page.get_by_label("Policy A").first).to_be_visible()
