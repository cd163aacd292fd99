"""The door: the form that asks for the password, the signed cookie of who gave it, and a limit on trying."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from html import escape
from urllib.parse import quote

from sim.errors import Text

COOKIE = "countycare-door"
PATH = "/login"
HOURS = 12
"""How long a login holds, hours."""

TRIES, TRIES_OF_ALL, WINDOW = 5, 60, 60.0
"""Wrong passwords taken from one address and from all, within so many seconds."""

TITLE = Text("CountyCare – sign in", "医共体沙盘 – 登录")
PASSWORD = Text("Password", "访问密码")
ENTER = Text("Sign in", "登录")
WRONG = Text("That is not the password.", "密码不正确。")
WAIT = Text("Too many wrong passwords; try again in a minute.", "密码错误次数过多，请一分钟后再试。")


def signed(key: bytes, now: float) -> str:
    """Return a cookie value that opens the door for `HOURS` from `now`, seconds."""
    told = f"{int(now + HOURS * 3600)}.{secrets.token_hex(8)}"
    return f"{told}.{_mark(key, told)}"


def holds(cookie: str, key: bytes, now: float) -> bool:
    """Tell whether a cookie value was signed with `key` and has not ended."""
    told, _, mark = cookie.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(key, told).encode()):
        return False
    return int(told.partition(".")[0]) > now


def _mark(key: bytes, told: str) -> str:
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


class Tries:
    """Wrong passwords of the last `WINDOW` seconds."""

    def __init__(self) -> None:
        self._wrong: deque[tuple[float, str]] = deque()

    def wrong(self, address: str, now: float) -> None:
        """Count one."""
        self._wrong.append((now, address))

    def right(self, address: str) -> None:
        """Forget the wrong ones of an address that gave the right one."""
        self._wrong = deque(one for one in self._wrong if one[1] != address)

    def may(self, address: str, now: float) -> bool:
        """Tell whether this address may try."""
        while self._wrong and self._wrong[0][0] <= now - WINDOW:
            self._wrong.popleft()
        own = sum(one == address for _, one in self._wrong)
        return own < TRIES and len(self._wrong) < TRIES_OF_ALL


def safe_target(path: str) -> str:
    """Return where to go after the login: a path of this server, else the first page."""
    plain = path.isascii() and path.isprintable() and path[:1] == "/" and path[1:2] not in ("/", "\\")
    return path if plain and not path.startswith(PATH) else "/"


def form(language: str, target: str, note: Text | None = None) -> str:
    """Return the page that asks for the password."""
    told = f'<p role="alert">{escape(note.say(language))}</p>' if note else ""
    return f"""<!doctype html>
<html lang="{"en" if language == "en" else "zh-CN"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{TITLE.say(language)}</title>
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f6f8f9; color: #1b2a33;
  font: 16px/1.5 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Segoe UI", Arial, sans-serif; }}
form {{ background: #fff; border: 1px solid #d5dce0; border-radius: 8px; padding: 28px 32px; width: 280px; }}
h1 {{ font-size: 19px; margin: 0 0 16px; }}
input, button {{ box-sizing: border-box; width: 100%; font: inherit; padding: 8px 10px; border-radius: 6px;
  border: 1px solid #7b8a93; margin: 4px 0 14px; }}
button {{ background: #0b5a73; border-color: #0b5a73; color: #fff; cursor: pointer; }}
p {{ color: #a63f00; margin: 0 0 10px; }}
:focus-visible {{ outline: 3px solid #e69f00; outline-offset: 1px; }}
</style></head><body><form method="post" action="{PATH}?next={quote(target)}">
<h1>{TITLE.say(language)}</h1>{told}
<label for="password">{PASSWORD.say(language)}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>{ENTER.say(language)}</button></form></body></html>"""
