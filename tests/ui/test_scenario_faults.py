"""Files, links and numbers that are not right: refused in plain words, without paths, whoever sent them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

import pytest
import solara

from sim.document import MAX_BYTES, MAX_DEPTH
from sim.errors import Text, UserError
from sim.problems import Problem
from sim.scenario.changes import MOST_ENTRIES
from sim.ui.draft import Draft
from sim.ui.language import set_language
from sim.ui.pages.scenario.faults import MOST, Refusal, lines_of, sentence
from sim.ui.share import from_share_text
from tests.ui.written import words

BASE = b"base: beidaihe-2024\n"
DEEP = b"goals: " + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)
HOSTILE = {
    "an object": (b"base: !!python/object/apply:os.system [id]", "YAML tag"),
    "references": (b"a: &x [1, 1]\nb: [*x, *x]", "YAML reference"),
    "too deep": (BASE + DEEP, "nested too deeply"),
    "too large": (BASE + b"#" * MAX_BYTES, "too large"),
    "no text": (b"\xff\xfe\x00", "not UTF-8"),
    "no mapping": (b"- 1", "mapping"),
    "nothing": (b"", "mapping"),
    "a base in a folder": (b"base: ../../etc/passwd", "no scenario is called"),
    "a map in a folder": (BASE + b"geography: /etc", "names a file"),
    "a table in a folder": (BASE + b"communities: ~/own.csv", "names a file"),
    "numbers in a folder": (BASE + b"parameters: ../own.csv", "names a file"),
    "draws in a folder": (BASE + b"posterior: own.csv", "names a file"),
    "a rule book in a folder": (BASE + b"rules: ../book", "no rule book is called"),
    "no number": (BASE + b"overrides: {referral.attend: .nan}", "not a plain number"),
    "out of range": (BASE + b"overrides: {referral.attend: 3}", "outside 0.5 to 1"),
    "a day before the first": (BASE + b"until: 2023-01-31", "before"),
    "a day out of all time": (BASE + b"until: 9999-12-31", "not a date"),
    "a ramp without end": (
        BASE + b"levers: {contract.coverage: {start: 2024-03-01, ramp: 99999999999}}", "at most 3,660 days"
    ),
    "too many entries": (
        BASE + b"overrides:\n" + b"".join(b"  x%d.y: 1\n" % one for one in range(MOST_ENTRIES)), "entries"
    ),
}  # fmt: skip


def as_link(raw: bytes) -> Draft:
    return from_share_text("1" + base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("="))


@pytest.mark.parametrize("open_", [Draft.from_yaml, as_link], ids=["file", "link"])
@pytest.mark.parametrize(("raw", "told"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_or_link_is_refused_in_plain_words(
    raw: bytes, told: str, open_: Callable[[bytes], Draft]
) -> None:
    with pytest.raises(UserError) as caught:
        open_(raw)
    lines = lines_of(caught.value)
    assert any(told in one.en for one in lines) or (open_ is as_link and "damaged" in lines[0].en)
    assert all(one.zh and one.zh != one.en for one in lines)
    assert not any("/work" in one.en or "site-packages" in one.en or ".py" in one.en for one in lines)


def test_every_fault_of_a_file_has_its_line() -> None:
    with pytest.raises(UserError) as caught:
        Draft.from_yaml(BASE + b"unknown: 1\noverrides: {referral.attend: 3}")
    assert [one.en.partition(":")[0] for one in lines_of(caught.value)] == ["line 2", "line 3"]
    assert [one.zh[:5] for one in lines_of(caught.value)] == ["第 2 行", "第 3 行"]


def test_a_refusal_follows_the_language_and_shows_a_few_of_many_faults() -> None:
    raw = BASE + b"overrides:\n" + b"".join(b"  x%d.y: 1\n" % one for one in range(MOST + 3))
    with pytest.raises(UserError) as caught:
        Draft.from_yaml(raw)
    for tongue, told, more in (
        ("en", "no parameter has this name", "and 3 more"),
        ("zh", "没有这个参数", "另有 3 处"),
    ):
        set_language(tongue)
        shown = Refusal(Text("Not opened:", "无法打开："), caught.value)
        _, drawn = solara.render(solara.AppLayout(children=[shown]), handle_error=False)
        assert words(drawn).count(told) == MOST and more in words(drawn)
        drawn.close()


def test_keys_of_a_file_are_called_on_the_page_as_the_page_calls_them() -> None:
    wrong = Text("the end comes before the start", "结束日早于起始日")
    problem = Problem("", 0, "", wrong, Text("end is the last day in force", "end 为生效的最后一天"))
    assert sentence(problem).zh == "结束日早于起始日；“结束日”为生效的最后一天"
    named = Problem("", 0, "", wrong, Text("see run.end", "见 run.end"))
    assert sentence(named).zh.endswith("见 run.end")
