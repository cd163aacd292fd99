"""Documents: what is made from the declarations is fresh, links lead somewhere, nothing is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from sim.declare import load_parameters
from sim.experiment.documents import glossary, odd
from sim.experiment.documents.everything import documents, made_anew
from sim.experiment.documents.marked import folded, table, with_sections
from sim.experiment.steps import WHAT, steps
from sim.indicators import registry
from sim.model import CountyModel
from sim.policy.catalogue import load_levers
from sim.policy.wording import FAMILIES

ROOT = Path(__file__).parents[3]
PAGES = list(documents())
BY_HAND = (
    "README.md",
    "README.zh.md",
    "scenarios/README.md",
    "scenarios/county/README.md",
    "sim/cli/README.md",
)
LINKED = [*PAGES, *(ROOT / name for name in BY_HAND)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_made_sections_are_fresh(path: Path) -> None:
    assert made_anew(path) == path.read_text(encoding="utf-8"), "run python -m sim.experiment.documents"


def slugs(text: str) -> set[str]:
    """Anchors that a Markdown reader makes of the headings."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("path", LINKED, ids=name)
def test_links_lead_to_a_file_and_a_heading(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        assert not anchor or anchor in slugs(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_front_page_shows_a_small_picture_of_the_workbench(language: str) -> None:
    text = (ROOT / {"en": "README.md", "zh": "README.zh.md"}[language]).read_text(encoding="utf-8")
    (shown,) = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", text)
    assert shown.endswith(f"workbench.{language}.png")
    assert (ROOT / shown).stat().st_size <= 200_000
    with Image.open(ROOT / shown) as picture:
        assert picture.size == (1366, 768)


def test_both_front_pages_have_the_same_parts() -> None:
    pages = [(ROOT / one).read_text(encoding="utf-8") for one in ("README.md", "README.zh.md")]
    for pattern in (r"(?m)^#+ ", r"(?m)^\d\. ", r"(?m)^- ", r"```(\w+)", r"\]\((?!README)([^)#]+)"):
        english, chinese = (re.findall(pattern, one) for one in pages)
        if pattern.endswith("+)"):
            english, chinese = (
                [re.sub(r"\.(en|zh)\.", ".", one) for one in each] for each in (english, chinese)
            )
        assert sorted(english) == sorted(chinese), pattern


def test_the_day_is_the_one_that_the_model_runs() -> None:
    told = re.findall(r"^\| (\d*) *\| `(\w+)`", odd.process_table(), re.MULTILINE)
    assert [step for number, step in told if number] == [one.strip("_") for one in steps() if one in WHAT]
    assert [int(number) for number, _ in told if number] == list(range(1, len(WHAT) + 1))
    parts = {step for number, step in told if not number}
    assert {"new_year", "deliver_drugs", "close_budgets"} <= parts
    assert "months_between" not in steps(CountyModel._turn_calendar)


def test_every_number_and_indicator_is_listed() -> None:
    text = odd.parameter_tables()
    for path in load_parameters():
        family, _, rest = path.partition(".")
        assert f"| `{path.rpartition('.')[2] if family == odd.REPEATED else rest}` |" in text, path
    assert f"| all | {len(load_parameters()):,} |" in text
    text = odd.indicator_tables()
    assert all(f"| `{one.id}` " in text for one in (*registry.all(), *registry.group_indicators()))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_lever_has_its_row_in_both_languages(family: str) -> None:
    text = (ROOT / "scenarios" / "levers" / f"{family}.md").read_text(encoding="utf-8")
    for one in load_levers().values():
        assert text.count(f"<br>`{one.id}` |") == (2 if one.family == family else 0), one.id
    chinese, english = text.split("\n## English\n")
    headings = [len(re.findall("^### ", part, re.MULTILINE)) for part in (chinese, english)]
    assert headings == [7, 7]


def test_the_glossary_has_both_languages_and_each_term_once() -> None:
    entries = glossary.glossary()
    for language in ("en", "zh"):
        terms = [one.term.say(language) for one in entries]
        assert len(set(terms)) == len(terms) > 40
        assert all(one.meaning.say(language) for one in entries)
    assert {one.topic for one in entries} == set(glossary.TOPICS)


def test_the_checklist_of_stress_is_whole() -> None:
    text = (ROOT / "sim" / "README.md").read_text(encoding="utf-8").partition("## STRESS-ABS")[2]
    items = re.findall(r"^\| (\d\.\d(?:\.\d)?) \|", text, re.MULTILINE)
    wanted = {1: 3, 2: 5, 3: 4, 4: 3, 5: 4, 6: 1}
    tops = {f"{part}.{item}" for part, count in wanted.items() for item in range(1, count + 1)}
    assert {one[:3] for one in items} == tops and len(items) == 23


def test_sections_take_the_place_of_earlier_ones() -> None:
    text = "before\n<!-- made: a -->\nold\n<!-- end: a -->\nafter\n"
    new = with_sections(text, {"a": "new"})
    assert new == "before\n<!-- made: a -->\n\nnew\n\n<!-- end: a -->\nafter\n"
    assert with_sections(new, {"a": "new"}) == new
    for wrong in ({}, {"a": "new", "b": "more"}, {"b": "new"}):
        with pytest.raises(ValueError, match="marks"):
            with_sections(text, wrong)


def test_tables_and_folds() -> None:
    assert table(("a", "b"), [("x | y", "two\nlines")]) == "| a | b |\n| --- | --- |\n| x / y | two lines |"
    assert folded("more", "body") == "<details><summary>more</summary>\n\nbody\n\n</details>"
