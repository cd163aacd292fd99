"""In a browser: a lever, its preview, a full run given up, the map of it, a link, the other language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PREVIEW = 300_000
"""Milliseconds that a first preview may take on a busy machine, worker processes begun included."""
CHANGE = "家庭医生签约覆盖：启用，自 2024-01-01 起"


@pytest.mark.slow  # runs samples of a county in worker processes of the server
@pytest.mark.usefixtures("no_outside_request", "no_console_error")
def test_from_a_lever_to_a_preview_a_run_a_map_and_a_link(page: Page, server: str) -> None:
    page.goto(f"{server}/scenario")
    page.get_by_role("button", name=re.compile("^签约")).click()
    page.get_by_text("家庭医生签约覆盖", exact=True).click()
    changes, effect = page.locator(".sc-changes"), page.locator(".sc-side")
    expect(changes).to_contain_text(CHANGE)
    expect(effect.locator(".sc-headline")).to_contain_text("±", timeout=PREVIEW)
    expect(effect.get_by_role("status").first).to_contain_text("预览")
    expect(effect.get_by_text("已过期")).to_have_count(0)

    effect.get_by_role("button", name="完整模拟", exact=True).click()
    expect(effect.get_by_role("progressbar")).to_be_visible()
    effect.get_by_role("button", name="取消").click()
    expect(effect.get_by_text("已取消")).to_be_visible()
    expect(effect.get_by_role("progressbar")).to_have_count(0)
    expect(effect.locator(".sc-headline")).to_contain_text("±")

    page.locator('nav a[href="/map"]').click()
    expect(page.get_by_text(re.compile("^卢龙县2024年（调整） · .*预览"))).to_be_visible()
    expect(page.locator(".cc-main canvas").first).to_be_visible()
    page.locator('nav a[href="/scenario"]').click()

    page.get_by_role("button", name="链接").click()
    link = page.get_by_role("textbox", name=re.compile("链接")).input_value()
    assert re.fullmatch(re.escape(server) + r"/scenario\?draft=1[A-Za-z0-9_-]+", link)
    other = page.context.new_page()
    other.goto(link)
    expect(other.locator(".sc-changes")).to_contain_text(CHANGE)
    other.get_by_role("button", name="Switch to English").click()
    expect(other.locator(".sc-changes")).to_contain_text(": on, from 2024-01-01")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    other.close()

    wrong = {"name": "plan.yaml", "mimeType": "application/yaml", "buffer": b"base: ../other"}
    page.locator("input[type=file]").set_input_files(wrong)  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_contain_text("第 1 行")
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    expect(changes.locator("li")).to_have_count(0)
