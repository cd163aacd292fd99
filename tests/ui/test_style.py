"""Letters can be read: contrast after WCAG 2.1 (1.4.3), worked out by hand from its definition."""

from __future__ import annotations

import re

import pytest

from sim.ui.style import ACCENT, ASSETS, BAD, GOOD, INK, MUTED, PAPER, UNSURE

WHITE = "#FFFFFF"
CSS = (ASSETS / "custom.css").read_text("utf-8")
LEAST = 4.5
"""Least ratio for letters of usual size."""


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Ratio from 1 (alike) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_definition() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.005)
    assert contrast(INK, INK) == 1


@pytest.mark.parametrize("letters", [INK, MUTED, ACCENT, GOOD, BAD, UNSURE])
@pytest.mark.parametrize("behind", [WHITE, PAPER])
def test_letters_can_be_read_on_cards_and_on_the_page(letters: str, behind: str) -> None:
    assert contrast(letters, behind) >= LEAST


def test_letters_can_be_read_on_every_ground_that_the_style_gives_them() -> None:
    pairs = re.findall(r"background: (#[0-9a-f]{6})[^}]*[^-]color: (#[0-9a-f]{6})", CSS)
    assert ("#fdf0dc", "#6b4400") in pairs
    for behind, letters in pairs:
        assert contrast(letters, behind) >= LEAST, (letters, behind)
    chip = re.findall(r"background: (#[0-9a-f]{6}); color: var\(--(ink|muted)\)", CSS)
    assert chip
    for behind, name in chip:
        assert contrast({"ink": INK, "muted": MUTED}[name], behind) >= LEAST


def test_the_style_has_the_colours_of_the_charts() -> None:
    named = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", CSS))
    wanted = {"ink": INK, "muted": MUTED, "paper": PAPER, "accent": ACCENT, "good": GOOD, "bad": BAD}
    assert {name: named[name].upper() for name in wanted} == {k: one.upper() for k, one in wanted.items()}
