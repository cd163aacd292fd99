"""The pictures of the workbench that the readmes show: ``python -m tests.ui.picture`` (`make picture`).

Starts the real server, runs the preview of the county that pages begin with, and takes the map in both
languages at the size of a common notebook, with few enough colours to be small.
"""

from __future__ import annotations

import re
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

import sim.ui
from tests.ui.conftest import CHROMIUM, PATIENCE, Server

FOLDER = Path(sim.ui.__file__).parent / "assets"
SIZE = (1366, 768)
COLOURS = 256
CHARTS = 2
"""On the page: the map, and the months of the busiest place."""


def file_of(language: str) -> Path:
    """Where the picture in a language stands."""
    return FOLDER / f"workbench.{language}.png"


def settled(page: Page, told: str) -> bytes:
    """The page, once everything on it is drawn and nothing moves any more."""
    expect(page.get_by_role("img", name=re.compile(told))).to_be_visible()
    expect(page.locator("figure").filter(has=page.locator("canvas"))).to_have_count(CHARTS)
    page.mouse.move(SIZE[0] - 1, SIZE[1] - 1)
    before, now = b"", page.screenshot()
    while now != before:
        page.wait_for_timeout(1500)
        before, now = now, page.screenshot()
    return now


def write(shot: bytes, file: Path) -> None:
    """Write a picture with `COLOURS` colours."""
    image = Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(file, optimize=True)


def main() -> int:
    """Take both pictures."""
    with tempfile.TemporaryDirectory() as state, sync_playwright() as player:
        server = Server(state=state)
        try:
            browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(locale="zh-CN", viewport={"width": SIZE[0], "height": SIZE[1]})
            page.set_default_timeout(1000 * PATIENCE)
            expect.set_options(timeout=1000 * PATIENCE)
            page.goto(f"{server.address}/map")
            page.get_by_role("button", name="开始模拟").click()
            write(settled(page, "逐月机构负荷.*示意图"), file_of("zh"))
            page.get_by_role("button", name="Switch to English").click()
            write(settled(page, "by month.*Schematic"), file_of("en"))
            browser.close()
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
