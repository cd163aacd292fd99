"""One server for all browser tests of a session, a Chinese browser, and two watchers over every page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOCAL = {"127.0.0.1", "localhost", "::1"}
PATIENCE = 90
"""Seconds that a page may take on a busy machine."""


class Server:
    """A server of the workbench in a process of its own, on a free port."""

    def __init__(self, *options: str, state: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sim.ui.serve", "--no-open", "--port", "0", "--lang", "en", *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "XDG_STATE_HOME": state, "XDG_DATA_HOME": state},
        )  # fmt: skip
        self.address = ""
        assert self.process.stdout is not None
        told = []
        for line in self.process.stdout:
            told.append(line)
            if found := re.search(r"http://\S+", line):
                self.address = found.group().rstrip("/")
                return
        raise AssertionError("the server did not start: " + "".join(told))

    def stop(self) -> float:
        """End it as Ctrl-C does; return the seconds that took."""
        begin = time.monotonic()
        self.process.send_signal(2)
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
            if self.process.stdout:
                self.process.stdout.close()
        return time.monotonic() - begin


@pytest.fixture(autouse=True)
def fresh_session() -> None:
    """Outside a server all tests share one session: each begins in the first language, with nothing kept."""
    from sim.ui import language, session

    language._chosen.set("")
    session._kept.set({})


@pytest.fixture(scope="session")
def state() -> Iterator[str]:
    """Folder in which the shared server keeps its state."""
    with tempfile.TemporaryDirectory() as folder:
        yield folder


@pytest.fixture(scope="session")
def server(state: str) -> Iterator[str]:
    """Address of the server that all tests of the session share."""
    running = Server(state=state)
    yield running.address
    running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's browser; without one the test is skipped."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Chinese browser on a common notebook."""
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def page(page: Page) -> Page:
    """A page that waits as long as a busy machine needs."""
    page.set_default_timeout(1000 * PATIENCE)
    page.set_default_navigation_timeout(1000 * PATIENCE)
    expect.set_options(timeout=1000 * PATIENCE)
    return page


@pytest.fixture
def no_outside_request(page: Page) -> Iterator[list[str]]:
    """Fail the test when a page of its browser asked another machine for anything, or a request failed."""
    outside: list[str] = []

    def see(request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme not in ("data", "blob", "about") and place.hostname not in LOCAL:
            outside.append(request.url)

    page.context.on("request", see)
    page.on(
        "websocket",
        lambda socket: outside.extend([socket.url] * (urlsplit(socket.url).hostname not in LOCAL)),
    )
    page.context.on("response", lambda one: outside.extend([f"{one.status} {one.url}"] * (one.status >= 400)))
    yield outside
    assert outside == []


@pytest.fixture
def no_console_error(page: Page) -> Iterator[list[str]]:
    """Fail the test when a page of its browser reported an error, or its page shows a traceback."""
    errors: list[str] = []

    def see(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.context.on("console", see)
    page.context.on("weberror", lambda error: errors.append(str(error.error)))
    yield errors
    assert errors == []
    assert "Traceback" not in page.locator("body").inner_text()
