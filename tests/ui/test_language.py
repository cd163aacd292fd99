from __future__ import annotations

import pytest

from sim.ui.accept import accepted
from sim.ui.language import COOKIE, first_language, language, set_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("fr;q=1, en;q=0.4, zh;q=0.5", "zh"),
        ("zh;q=0.2,EN-us;q=0.3", "en"),
        ("zh;q=none,en;q=0.1", "en"),
        ("de,fr", "zh"),
    ],
)
def test_the_browser_is_answered_in_what_it_likes_best(header: str, language: str) -> None:
    assert accepted(header) == language


def test_a_choice_made_earlier_goes_before_the_browser() -> None:
    headers = {"accept-language": ["en"]}
    assert first_language(headers, {COOKIE: "zh"}) == "zh"
    assert first_language(headers, {COOKIE: "xx"}) == "en"
    assert first_language(None, None) == "zh"


def test_only_two_languages_are_spoken() -> None:
    before = language()
    set_language("en")
    assert language() == "en"
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
    set_language(before)
