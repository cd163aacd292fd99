"""Notebooks run from the first cell to the last, are in both languages, and are kept without outputs."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
FILES = sorted(FOLDER.glob("*.ipynb"))
CHINESE, LATIN = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]{3}")


def read(file: Path) -> nbformat.NotebookNode:
    return nbformat.read(file, 4)


def test_there_are_eight_and_the_readme_lists_them():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert len(FILES) == 8
    assert all(f"`{file.stem}`" in text for file in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_bilingual_and_kept_without_outputs(file):
    book = read(file)
    nbformat.validate(book)
    words = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    assert words and all(CHINESE.search(text) and LATIN.search(text) for text in words)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code and not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_runs(file, tmp_path):
    client = NotebookClient(read(file), timeout=300, kernel_name="python3",
                            resources={"metadata": {"path": str(tmp_path)}})  # fmt: skip
    done = client.execute()
    told = [str(output) for cell in done.cells for output in cell.get("outputs", [])]
    assert told and not any(
        "Empty DataFrame" in one for one in told
    )  # a query that finds nothing teaches nothing
    assert not list(tmp_path.iterdir())  # results go to a folder of their own
