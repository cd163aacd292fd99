from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sim.ui.app import PAGES, page_name

pytestmark = pytest.mark.usefixtures("no_outside_request", "no_console_error")


def test_every_page_is_drawn_in_both_languages_with_nothing_from_outside(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    names = ["", *(page_name(one) for one in PAGES)]
    for name in names:
        page.locator(f'nav a[href="/{name}"]').click()
        expect(page.locator(f'nav a[href="/{name}"]')).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".cc-notice-bad")).to_have_count(0)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for name in names:
        page.locator(f'nav a[href="/{name}"]').click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".cc-notice-bad")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="切换为中文")).to_be_visible()


def test_the_large_view_has_larger_letters_and_no_navigation(page: Page, server: str) -> None:
    page.goto(server)
    button = page.get_by_role("button", name="大字显示")
    expect(button).to_be_visible()
    before = page.evaluate("getComputedStyle(document.body.querySelector('main h1')).fontSize")
    button.click()
    expect(page.get_by_role("navigation")).to_be_hidden()
    assert float(
        page.evaluate("getComputedStyle(document.querySelector('main h1')).fontSize")[:-2]
    ) > 1.3 * float(before[:-2])
