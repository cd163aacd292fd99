"""Figures as SVG: they stand in a page as they are and keep their text as text."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito: told apart by everybody."""
GREY = "#767676"
FONTS = "system-ui, 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"
STYLE: Any = {
    "svg.fonttype": "none", "svg.hashsalt": "countycare", "font.size": 10, "axes.spines.top": False,
    "axes.spines.right": False, "axes.edgecolor": GREY, "axes.unicode_minus": True,
}  # fmt: skip
WIDTH = 8.2  # inches


@contextmanager
def drawing(height: float) -> Iterator[tuple[Figure, io.StringIO]]:
    """Give a figure, and its SVG when it is drawn; the same text and the same bytes each time."""
    written = io.StringIO()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # the reader's fonts draw what ours lack
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        yield figure, written
        figure.savefig(written, format="svg", metadata={"Date": None})


def svg_of(written: io.StringIO, label: str) -> str:
    """Return the drawing alone, readable aloud, with the fonts of the reader."""
    text = written.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"font: ([\d.]+)px [^;\"]*", rf"font: \1px {FONTS}", text)
    text = re.sub(r'<svg (.*?)width="[^"]*" height="[^"]*"', r"<svg \1", text, count=1, flags=re.DOTALL)
    return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
