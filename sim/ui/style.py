"""Colours and sizes of the workbench, and the theme of its controls."""

from __future__ import annotations

from pathlib import Path

import solara
import solara.lab

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#332288", "#7F7F7F")
"""Colours of series, told apart by colour-blind readers too.

Source: Okabe M, Ito K. Color Universal Design, 2008; yellow and black are left out (too pale on white, taken
by text), an indigo and a grey added.
"""

TIER_COLOURS = {"village": "#009E73", "township": "#E69F00", "county": "#0072B2", "outside": "#CC79A7"}
"""One colour a tier of care on every page: village, township, county, out of county."""

INK, MUTED, LINE, PAPER = "#1B2A33", "#5A6872", "#D5DCE0", "#F6F8F9"
"""Text, text of lesser weight (4.5:1 on white and on PAPER), rules, the page behind cards."""

ACCENT = "#0B5A73"
"""The application's own colour: the bar, the chosen page, the main button of a page."""

GOOD, BAD, UNSURE = "#00694C", "#A63F00", "#5A6872"
"""Better, worse, cannot be told apart; always beside a sign or a word."""

ASSETS = Path(__file__).parent / "assets"

large_view = solara.reactive(False)
"""Larger letters and no navigation, for a room that reads from a projector; per browser session."""

FONT_SIZES = {False: 13, True: 20}
"""Letters in charts, px, by large view."""


def font_size() -> int:
    """Return the size of letters in charts, px."""
    return FONT_SIZES[large_view.value]


def use_theme() -> None:
    """Give the session's controls the application's colours; a hook."""

    def colours() -> None:
        light = solara.lab.theme.themes.light
        light.primary, light.secondary, light.accent = ACCENT, MUTED, ACCENT
        light.error, light.success, light.warning, light.info = BAD, GOOD, "#8A5A00", PALETTE[0]

    solara.use_memo(colours, [])
