"""Pages of docstrings: every public name has one, with its parameters; examples are run; the citation."""

from __future__ import annotations

import doctest
import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sim
from sim.experiment.documents.api import modules, write_api

ROOT = Path(__file__).parents[3]
NAMES = [name for name in sim.__all__ if not name.startswith("_")]
EXAMPLES = [
    str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
    for path in sorted((ROOT / "sim").rglob("*.py"))
    if "\n    >>> " in path.read_text(encoding="utf-8")
]


def test_the_page_of_the_library_has_every_public_name(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    write_api(tmp_path, ["sim"])
    text = (tmp_path / "sim.html").read_text(encoding="utf-8")
    assert all(f'id="{name}"' in text for name in NAMES)
    assert [str(one.message) for one in recwarn if "pdoc" in one.filename] == []


def test_types_of_fields_are_told_as_written(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    write_api(tmp_path, ["sim.money.score", "sim.experiment.circumstances", "sim.reading"])
    text = (tmp_path / "sim" / "money" / "score.html").read_text(encoding="utf-8")
    assert 'id="Item.part"' in text and "ForwardRef" not in text
    assert [str(one.message) for one in recwarn if "pdoc" in one.filename] == []


def test_programs_find_the_model_and_not_the_command_line() -> None:
    found = modules()
    assert {"sim", "sim.model", "sim.agents", "sim.policy", "sim.indicators"} <= set(found)
    assert not {"sim.cli", "sim.ui"} & set(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_tells_its_parameters_and_errors(name: str) -> None:
    thing = getattr(sim, name)
    text = inspect.getdoc(thing) or ""
    assert text
    if inspect.isfunction(thing):
        told = re.findall(r"^(\w[\w, ]*) : ", text.partition("Returns\n---")[0], re.MULTILINE)
        named = {one.strip() for line in told for one in line.split(",")}
        wanted = set(inspect.signature(thing).parameters)
        assert "Raises\n------" in text
        if len(wanted) > 1:
            assert wanted <= named
            assert "Returns\n-------" in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_docstrings_are_run(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0 and found.failed == 0


def test_the_citation_is_of_this_version() -> None:
    cited = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == project["version"] == sim.__version__
    assert (cited["cff-version"], cited["license"], cited["type"]) == (
        "1.2.0",
        project["license"],
        "software",
    )
    assert {"message", "title", "authors", "date-released", "abstract", "keywords"} <= set(cited)
