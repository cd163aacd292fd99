"""Lines broken for a terminal: English between words, Chinese between characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.cli.wrapping import PIECES, columns, pad, wrap


def test_chinese_takes_two_columns():
    assert columns("ab县医院") == 8
    assert pad("县", 4) == "县  "
    assert pad("7", 4, right=True) == "   7"


def test_english_breaks_between_words_and_chinese_anywhere_but_before_a_mark():
    assert wrap("goes to the clinic", 10) == ["goes to", "the clinic"]
    assert wrap("去县医院住院", 6) == ["去县医", "院住院"]
    assert wrap("去县医院，住院", 8) == ["去县医", "院，住院"]
    assert wrap("县（A 与 B）。x", 11) == ["县（A 与", "B）。x"]
    assert wrap("县县（A）", 6) == ["县县", "（A）"]
    assert wrap("a chance of 13 %", 14) == ["a chance of", "13 %"]
    assert wrap("", 10) == [""]


@given(st.text(alphabet="ab 去县医院，。（） %", max_size=60), st.integers(8, 40))
def test_nothing_is_lost_and_no_line_too_wide(text, width):
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width or len(PIECES.findall(line)) == 1 for line in lines)
