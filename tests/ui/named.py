"""What a browser tells those who cannot see a page: the controls and pictures on it that have no name."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Page

ROLES = {
    "button", "checkbox", "combobox", "heading", "image", "img", "link", "listbox", "menuitem", "radio",
    "searchbox", "slider", "spinbutton", "switch", "tab", "textbox",
}  # fmt: skip


def unnamed(page: Page) -> list[str]:
    """Return role and tag of every control, heading or picture that the browser has no name for."""
    client = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = client.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for one in nodes:
        role = one.get("role", {}).get("value")
        if one.get("ignored") or role not in ROLES or one.get("name", {}).get("value", "").strip():
            continue
        inside = client.send("DOM.describeNode", {"backendNodeId": one["backendDOMNodeId"]})["node"]
        found.append(f"{role}: <{inside['localName']} {inside.get('attributes')}>")
    client.detach()
    return found


def expect_named(page: Page, patience: float = 90) -> None:
    """Wait until everything on the page has a name; what is being drawn may be without one for a moment."""
    end = time.monotonic() + patience
    found = ["not looked at"]
    while found and time.monotonic() < end:
        try:
            found = unnamed(page)
        except Error:  # drawn anew while it was looked at
            continue
        if found:
            page.wait_for_function("new Promise(done => requestAnimationFrame(() => done(true)))")
    assert found == []
