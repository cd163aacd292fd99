"""What is wrong with a lever, told where it is entered, with what would mend it at a click."""

from __future__ import annotations

from collections.abc import Callable

import solara

from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.problems import Problem
from sim.ui.draft import Draft
from sim.ui.language import language, say
from sim.ui.pages.scenario.uses import switched, uses_of

ON = Text("Switch on too: ", "同时启用：")
OFF = Text("Switch off: ", "停用：")


def sentence(problem: Problem) -> Text:
    """What is wrong and what would be right, with the names of levers in place of their ids."""
    en, zh = f"{problem.wrong.en}; {problem.right.en}", f"{problem.wrong.zh}；{problem.right.zh}"
    for id_ in sorted(load_levers(), key=len, reverse=True):
        label = load_levers()[id_].label
        en, zh = _named(en, id_, f"“{label.en}”"), _named(zh, id_, f"“{label.zh}”")
    zh = zh.replace(" “", "“").replace("” ", "”")
    return Text(en[:1].upper() + en[1:], zh)


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
