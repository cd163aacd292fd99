"""What stands between the network and the pages: names, origins, the password, and headers for browsers.

One ASGI layer for HTTP and websocket alike, so that no way leads around it.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sim.errors import Text
from sim.ui.accept import accepted
from sim.ui.login import COOKIE, HOURS, PATH, WAIT, WRONG, Tries, form, holds, safe_target, signed
from sim.ui.secret import derived

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN = "/readyz"
"""Answers whether the server runs; tells nothing else and needs no password."""

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
TRUSTED_BY_SOLARA = {b"script-name", b"x-script-name", b"x-forwarded-host", b"x-forwarded-proto"}
"""Headers from which Solara takes its own address, for everybody, at the first request; they are dropped."""

MOST_OF_FORM = 4096
"""Bytes of the largest login form read."""


class Gate:
    """Lets in who may come, and tells browsers to load nothing from elsewhere.

    Parameters
    ----------
    app
        The pages.
    key
        Session key, hexadecimal; the salt of the password.
    password
        What readers must give; empty for a server that only this machine reaches: then only requests by a
        local name are answered, so that no web page elsewhere can reach it by a name of its own.
    """

    def __init__(self, app: App, key: str, password: str = "") -> None:
        self._app = app
        self._salt = key
        self._key = derived(password, key) if password else b""
        self._tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in TRUSTED_BY_SOLARA]
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._known(host) or not _same_origin(headers, host, scope):
            await _refuse(scope, send, 403)
        elif scope["type"] == "http" and self._key and scope["path"] == PATH:
            await self._login(scope, headers, receive, send)
        elif not self._key or scope["path"] == OPEN or self._is_in(headers):
            await self._app(scope, receive, _with_headers(send, host))
        elif scope["type"] == "http" and b"text/html" in headers.get(b"accept", b""):
            query = scope.get("query_string", b"").decode("latin-1")
            path = scope.get("raw_path", b"/").decode("latin-1")
            target = safe_target(path + (f"?{query}" if query else ""))
            await _page(send, 401, form(_language(headers), target))
        else:
            await _refuse(scope, send, 401)

    def _known(self, host: str) -> bool:
        if not re.fullmatch(r"[\w.\-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", host):
            return False
        return bool(self._key) or re.sub(r":\d+$", "", host) in LOCAL_NAMES

    def _is_in(self, headers: dict[bytes, bytes]) -> bool:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            return False
        return COOKIE in cookies and holds(cookies[COOKIE].value, self._key, time.time())

    async def _login(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send) -> None:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        target = safe_target(query.get("next", ["/"])[0])
        language = _language(headers)
        if scope["method"] != "POST":
            await _page(send, 200, form(language, target))
            return
        address = str((scope.get("client") or ("",))[0])
        if not self._tries.may(address, time.monotonic()):
            await _page(send, 429, form(language, target, WAIT), [(b"retry-after", b"60")])
            return
        given = await _field(receive, "password")
        self._tries.wrong(
            address, time.monotonic()
        )  # before the slow part, so that trying side by side counts
        right = await asyncio.to_thread(derived, given, self._salt)
        if not hmac.compare_digest(right, self._key):
            await _page(send, 401, form(language, target, WRONG))
            return
        self._tries.right(address)
        value = signed(self._key, time.time())
        cookie = f"{COOKIE}={value}; Path=/; Max-Age={HOURS * 3600}; HttpOnly; SameSite=Lax"
        await _page(send, 303, "", [(b"location", target.encode()), (b"set-cookie", cookie.encode())])


def _same_origin(headers: dict[bytes, bytes], host: str, scope: Scope) -> bool:
    """Tell whether a websocket or a change of anything is asked for by a page of this server."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin or (scope["type"] == "http" and scope["method"] in ("GET", "HEAD")):
        return True
    return urlsplit(origin).netloc.lower() == host.lower()


def _language(headers: dict[bytes, bytes]) -> str:
    return accepted(headers.get(b"accept-language", b"").decode("latin-1"))


async def _field(receive: Receive, name: str) -> str:
    """Return a field of the form sent; empty when it is too long to be one."""
    body, more = b"", True
    while more and len(body) <= MOST_OF_FORM:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if len(body) > MOST_OF_FORM:
        return ""
    return parse_qs(body.decode("utf-8", "replace")).get(name, [""])[0].strip()


def _with_headers(send: Send, host: str) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *protection(host)]
        await send(message)

    return sending


def protection(host: str) -> Iterable[tuple[bytes, bytes]]:
    """Return the headers that keep a browser from loading or sending anything elsewhere.

    Solara's pages compile their templates in the browser, so scripts within the page must be allowed.
    """
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
    return (
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    )


async def _page(send: Send, status: int, text: str, extra: Iterable[tuple[bytes, bytes]] = ()) -> None:
    body = text.encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *protection("localhost"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    """Refuse: a websocket before it is open, so that the browser is told by HTTP."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4000 + status})
        return
    await _page(send, status, REFUSED.zh + " " + REFUSED.en)


REFUSED = Text("Not from here.", "无权访问。")
