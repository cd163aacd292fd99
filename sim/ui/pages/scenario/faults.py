"""What is wrong with a lever, told where it is entered, with what would mend it at a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import solara

from sim.errors import Text, UserError
from sim.policy.catalogue import load_levers
from sim.problems import Problem, ScenarioErrors
from sim.ui.draft import Draft
from sim.ui.language import language, say
from sim.ui.pages.scenario.uses import switched, uses_of

LINE, FILE = Text("line {}", "第 {} 行"), Text("the file", "文件")
MORE = Text("and {} more of this kind", "另有 {} 处问题")
MOST = 8
"""Faults of a file that are shown at once."""
KEYS = {"start": "“起始日”", "end": "“结束日”", "ramp": "“逐步到位天数”", "who": "“面向人群”"}
"""What keys of a scenario file are called on the page."""
ON = Text("Switch on too: ", "同时启用：")
OFF = Text("Switch off: ", "停用：")


def sentence(problem: Problem) -> Text:
    """What is wrong and what would be right, with the names of levers in place of their ids."""
    en, zh = f"{problem.wrong.en}; {problem.right.en}", f"{problem.wrong.zh}；{problem.right.zh}"
    for id_ in sorted(load_levers(), key=len, reverse=True):
        label = load_levers()[id_].label
        en, zh = _named(en, id_, f"“{label.en}”"), _named(zh, id_, f"“{label.zh}”")
    zh = re.sub(r"(?<![\w.])(start|end|ramp|who)(?![\w.])", lambda found: KEYS[found[0]], zh)
    zh = zh.replace(" “", "“").replace("” ", "”")
    return Text(en[:1].upper() + en[1:], zh)


def lines_of(error: UserError) -> list[Text]:
    """What is wrong with a file or a link, a line each: where in it, and what would be right."""
    if not isinstance(error, ScenarioErrors):
        return [error.text]
    found = []
    for problem in error.problems:
        place = Text(*(one.format(problem.line) for one in (LINE.en, LINE.zh))) if problem.line else FILE
        en, zh = (replace(problem, file=one, line=0).text for one in (place.en, place.zh))
        found.append(Text(en.en, zh.zh))
    return found


@solara.component
def Refusal(lead: Text, error: UserError) -> None:
    """Show why something that was opened or chosen is not taken."""
    with solara.v.Html(tag="div", class_="cc-notice cc-notice-bad cc-small", attributes={"role": "alert"}):
        solara.v.Html(tag="strong", children=[say(lead)])
        with solara.v.Html(tag="ul"):
            lines = lines_of(error)
            for line in lines[:MOST]:
                solara.v.Html(tag="li", children=[say(line)])
            if len(lines) > MOST:
                solara.v.Html(tag="li", children=[say(MORE).format(len(lines) - MOST)])


def _named(text: str, id_: str, name: str) -> str:
    """Put a name in the place of an id where the id is not the beginning of a longer path."""
    parts = text.split(id_)
    found = parts[0]
    for part in parts[1:]:
        longer = part[:1].isalnum() or part[:1] == "_" or (part[:1] == "." and part[1:2].isalnum())
        found += (id_ if longer else name) + part
    return found


@solara.component
def Faults(draft: Draft, lever: str, put: Callable[[Draft], None]) -> None:
    """Show what is wrong with a lever of the draft; nothing where nothing is."""
    problems = draft.problems_of(lever)
    if not problems:
        return
    with solara.v.Html(tag="div", class_="cc-notice cc-notice-bad cc-small", attributes={"role": "alert"}):
        for problem in problems:
            solara.v.Html(tag="p", children=[sentence(problem).say(language())])
        for other, on in _mends(draft, lever):
            name = say(load_levers()[other].label)
            solara.Button(
                say(ON if on else OFF) + name, small=True, outlined=True,
                on_click=lambda other=other, on=on: put(switched(draft, other, on)),
            )  # fmt: skip


def _mends(draft: Draft, lever: str) -> list[tuple[str, bool]]:
    """Levers to switch on, because this one needs them, or off: they exclude each other, or need this one."""
    one = load_levers()[lever]
    needed = [(need, True) for need in one.needs if not uses_of(draft, need)]
    if not uses_of(draft, lever):
        return [
            (two.id, False) for two in load_levers().values() if lever in two.needs and uses_of(draft, two.id)
        ]
    against = {*one.excludes, *(other.id for other in load_levers().values() if lever in other.excludes)}
    return needed + [(other, False) for other in sorted(against) if uses_of(draft, other)]
