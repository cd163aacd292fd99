from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sim.ui.login import COOKIE, TRIES, WINDOW, Tries, holds, safe_target, signed
from tests.ui.conftest import Server

KEY = b"k" * 64
PASSWORD = "correct horse 县"
KERNEL = "/jupyter/api/kernels/0c6d2a86-0000-4000-8000-000000000000/channels?session_id=1"


def ask(
    address: str, path: str, headers: dict[str, str] | None = None, form: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Send one request; return status, headers by lower-case name, and body."""
    place = urlsplit(address)
    assert place.hostname
    line = http.client.HTTPConnection(place.hostname, place.port, timeout=90)
    line.request("POST" if form else "GET", path, urlencode(form) if form else None, headers or {})
    answer = line.getresponse()
    body = answer.read().decode("utf-8", "replace")
    line.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def websocket_status(address: str, cookie: str = "", origin: str | None = None) -> int:
    """Open a kernel's websocket; return the status that refuses it, 101 when it opens."""
    try:
        with connect(
            address.replace("http", "ws", 1) + KERNEL, open_timeout=90, origin=origin,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie} if cookie else {},
        ):  # fmt: skip
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_the_password_guards_pages_files_and_websocket_alike(tmp_path: Path) -> None:
    file = tmp_path / "password.txt"
    file.write_text(f"{PASSWORD}\nnot this line\n", encoding="utf-8")
    server = Server("--host", "127.0.0.1", "--password-file", str(file), state=str(tmp_path))
    at = server.address
    try:
        html = {"Accept": "text/html", "Accept-Language": "zh-CN"}
        status, headers, body = ask(at, "/?draft=1", html)
        assert (status, "访问密码" in body, "solara" in body) == (401, True, False)
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert ask(at, "/static/main-vuetify.js")[0] == 401
        assert ask(at, "/resourcez")[0] == 401
        assert ask(at, "/readyz")[0] == 200
        assert websocket_status(at) == 403
        assert websocket_status(at, f"{COOKIE}={signed(KEY, 2e9)}") == 403

        assert ask(at, "/login?next=/", html, {"password": "incorrect horse"})[0] == 401
        status, headers, _ = ask(at, "/login?next=/%3Fdraft%3D1", html, {"password": PASSWORD})
        assert (status, headers["location"]) == (303, "/?draft=1")
        cookie = headers["set-cookie"].partition(";")[0]
        assert "HttpOnly" in headers["set-cookie"]

        status, headers, body = ask(at, "/", {**html, "Cookie": cookie})
        assert (status, "solara" in body) == (200, True)
        assert "default-src 'self'" in headers["content-security-policy"]
        assert websocket_status(at, cookie) == 101
        assert websocket_status(at, cookie, origin="http://elsewhere.example") == 403
        assert websocket_status(at, cookie, origin=at) == 101

        answers = [ask(at, "/login", html, {"password": "incorrect"})[0] for _ in range(TRIES + 1)]
        assert answers == [401] * TRIES + [429]
        assert (tmp_path / "countycare" / "session.key").stat().st_mode & 0o777 == 0o600
        assert server.stop() < 3
    finally:
        server.stop()


def test_a_server_of_this_machine_answers_to_no_foreign_name(server: str) -> None:
    assert ask(server, "/readyz", {"Host": "rebound.example"})[0] == 403
    assert ask(server, "/readyz", {"Host": "localhost:1"})[0] == 200
    assert websocket_status(server, origin="http://elsewhere.example") == 403


def test_a_page_does_not_learn_its_address_from_a_request(server: str) -> None:
    assert "elsewhere" not in ask(server, "/", {"X-Script-Name": "//elsewhere.example"})[2]


def test_a_missing_file_is_not_fetched_from_outside(server: str) -> None:
    assert ask(server, "/_solara/cdn/lodash@4.17.21/lodash.js")[0] == 404


def test_a_cookie_holds_for_its_hours_and_key_only() -> None:
    cookie = signed(KEY, 1000.0)
    assert holds(cookie, KEY, 1000.0 + 12 * 3600 - 1)
    assert not holds(cookie, KEY, 1000.0 + 12 * 3600)
    assert not holds(cookie, b"other", 1000.0)
    assert not holds("9" + cookie, KEY, 1000.0)
    assert not holds("", KEY, 0.0)


def test_wrong_passwords_are_forgotten_after_a_minute_or_the_right_one() -> None:
    tries = Tries()
    for second in range(TRIES):
        assert tries.may("a", second)
        tries.wrong("a", second)
    assert not tries.may("a", TRIES)
    assert tries.may("b", TRIES)
    assert tries.may("a", WINDOW)  # the first is a minute old
    tries.right("a")
    assert tries.may("a", TRIES)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/map?a=1", "/map?a=1"),
        ("//x.example", "/"),
        ("/\\x", "/"),
        ("http://x", "/"),
        ("/a\r\nb", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_to_this_server_only(path: str, target: str) -> None:
    assert safe_target(path) == target
