from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sim.ui.app import PAGES, page_name
from tests.ui.named import expect_named

pytestmark = pytest.mark.usefixtures("no_outside_request", "no_console_error")


FOCUSED = """() => {
  const one = document.activeElement, field = one.closest(".v-input")?.querySelector("fieldset");
  const ring = getComputedStyle(one).outlineStyle !== "none";
  const frame = field && getComputedStyle(field).borderTopColor === "rgb(230, 159, 0)";
  const part = one.closest("header, nav, main, footer")?.tagName ?? one.tagName;
  return [part, one.getAttribute("aria-label") ?? one.innerText.trim(), Boolean(ring || frame)];
}"""
"""Where the focus is: part of the page, name, and whether it is seen."""


def test_every_page_is_drawn_in_both_languages_with_every_control_named_and_nothing_from_outside(
    page: Page, server: str
) -> None:
    page.goto(server)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    names = ["", *(page_name(one) for one in PAGES)]
    for name in names:
        page.locator(f'nav a[href="/{name}"]').click()
        expect(page.locator(f'nav a[href="/{name}"]')).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".cc-notice-bad")).to_have_count(0)
        expect_named(page)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for name in names:
        page.locator(f'nav a[href="/{name}"]').click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".cc-notice-bad")).to_have_count(0)
        expect_named(page)
    page.reload()
    expect(page.get_by_role("button", name="切换为中文")).to_be_visible()


def test_the_keyboard_goes_through_a_page_in_order_and_is_seen_where_it_is(page: Page, server: str) -> None:
    page.goto(f"{server}/map")
    expect(page.get_by_role("button", name="开始模拟")).to_be_visible()
    met = []
    while not met or met[-1][0] != "FOOTER":
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        assert len(met) < 40, met
    assert met[0][1] == "跳到正文" and all(seen for *_, seen in met), met
    parts = [part for part, *_ in met[1:]]
    assert list(dict.fromkeys(parts)) == ["HEADER", "NAV", "MAIN", "FOOTER"]
    assert parts == sorted(parts, key=["HEADER", "NAV", "MAIN", "FOOTER"].index)
    assert [name for part, name, _ in met if part == "NAV"] == ["首页", *(one.TITLE.zh for one in PAGES)]
    assert [name for part, name, _ in met if part == "MAIN"] == ["方案", "并列对照", "模拟人口", "开始模拟"]


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


def test_a_chart_whose_place_is_gone_is_no_fault(
    page: Page, server: str, no_console_error: list[str]
) -> None:
    """A reader may leave before the library of the charts has come; anything else is still told."""
    page.goto(server)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    with page.expect_event("pageerror"):
        page.evaluate("""() => {
          Promise.reject(new Error("Initialize failed: invalid dom."));
          setTimeout(() => Promise.reject(new Error("something else")), 100);
        }""")
    assert no_console_error == ["something else"]
    no_console_error.clear()
