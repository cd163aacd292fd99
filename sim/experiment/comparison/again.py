"""The same comparison once more: the command, the lines of Python, and a folder with all they need."""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from collections.abc import Mapping, Sequence

from sim.errors import Text
from sim.experiment.comparison.plan import Comparison
from sim.scenario.shipped import shipped_names

OUT = "results"
SCRIPT = "compare.py"
_UNSAFE = re.compile(r"[^\w-]+")
_PLAIN = re.compile(r"[\w./-]+")
_LONGEST = 60
_WHEN = (1980, 1, 1, 0, 0, 0)
"""Date of the files in a bundle: the same comparison makes the same bytes."""


def file_stem(title: str, taken: Sequence[str] = ()) -> str:
    """Return a name under which a scenario can be a file, unlike the shipped ones and those `taken`."""
    plain = _UNSAFE.sub("-", title).strip("-")[:_LONGEST] or "scenario"
    known = {*shipped_names(), *taken}
    names = (plain if not k else f"{plain}-{k + 1}" for k in range(len(known) + 1))
    return next(name for name in names if name not in known)


def given(name: str) -> str:
    """How a scenario is named to the program: a shipped one by name, another as a file in this folder."""
    return name if name in shipped_names() else f"{name}.yaml"


def command(comparison: Comparison, replicates: int) -> str:
    """Return the command line of a comparison."""
    names = " ".join(_typed(given(one.name)) for one in comparison.scenarios)
    return f"countycare compare {names} --replicates {replicates} --sample {comparison.sample:g} --out {OUT}"


def _typed(name: str) -> str:
    """Name as it is typed: a terminal takes Chinese as it is, spaces and marks in quotes."""
    return name if _PLAIN.fullmatch(name) else shlex.quote(name)


def python(comparison: Comparison, replicates: int) -> str:
    """Return a script that makes the same comparison."""
    names = "\n".join(f"            {given(one.name)!r}," for one in comparison.scenarios)
    return (
        "import sim\n\n"
        'if __name__ == "__main__":  # worker processes read this file too\n'
        "    table = sim.compare(\n"
        f"        [\n{names}\n        ],\n"
        f"        replicates={replicates}, sample={comparison.sample:g}, out={OUT!r},\n"
        "    )\n"
        '    print(table[["scenario", "indicator", "difference", "low", "high", "verdict"]])\n'
    )


def bundle(comparison: Comparison, replicates: int, files: Mapping[str, str], language: str) -> bytes:
    """Return a ZIP file with the scenario files, the script, and what to type.

    Parameters
    ----------
    comparison : Comparison
    replicates : int
    files : mapping of str to str
        Content of each scenario file that is not shipped, by the scenario's name.
    language : str
        Of what to type.
    """
    read_me = Text(
        "Unpack this folder, open a terminal in it, and type\n\n{0}\n\nor\n\npython {1}\n\n"
        "With the same version of the program the numbers are the same.\n",
        "解压本文件夹，在其中打开终端，输入\n\n{0}\n\n或\n\npython {1}\n\n程序版本相同时，结果数值相同。\n",
    ).say(language)
    content = {f"{name}.yaml": text for name, text in files.items()} | {
        SCRIPT: python(comparison, replicates),
        "README.txt": read_me.format(command(comparison, replicates), SCRIPT),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in content.items():
            folder.writestr(zipfile.ZipInfo(name, _WHEN), text.encode())
    return made.getvalue()
