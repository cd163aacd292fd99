"""In which language one browser session reads, and the switch between the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

import solara
import solara.lab

from sim.errors import Text
from sim.language import LANGUAGES
from sim.ui.accept import accepted

COOKIE = "countycare-language"
"""Where the browser keeps a choice made with the switch, for the next visit."""

_chosen = solara.reactive("")


def language() -> str:
    """Return the session's language, ``"zh"`` or ``"en"``; who asks is drawn again on a switch."""
    return _chosen.value or first_language(solara.lab.headers.value, solara.lab.cookies.value)


def set_language(language: str) -> None:
    """Switch the session to ``"zh"`` or ``"en"``.

    Raises
    ------
    ValueError
        For anything else.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is none of {LANGUAGES}")
    _chosen.set(language)


def say(text: Text) -> str:
    """Return the text in the session's language."""
    return text.say(language())


def first_language(headers: Mapping[str, Sequence[str]] | None, cookies: Mapping[str, str] | None) -> str:
    """Return the language to begin with: a choice made earlier, else what the browser asks for first.

    Parameters
    ----------
    headers
        Request headers by lower-case name; None outside a server.
    cookies
        Cookies by name.

    Returns
    -------
    str
        Chinese where the browser names neither language.
    """
    earlier = unquote((cookies or {}).get(COOKIE, ""))
    if earlier in LANGUAGES:
        return earlier
    return accepted(",".join((headers or {}).get("accept-language", ())))
