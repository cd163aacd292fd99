"""Pages of the public docstrings: ``python -m sim.experiment.documents.api DIR`` (pdoc; `make api`).

What `sim` offers is told on its own page; the modules of the model have a page each. The command line and
the workbench are no interface for programs and are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import iter_modules

import sim

WITHOUT = {"cli", "ui"}


def modules() -> list[str]:
    """The package, and every module and package directly in it that programs may use."""
    return ["sim", *(f"sim.{one.name}" for one in iter_modules(sim.__path__) if one.name not in WITHOUT)]


def write_api(folder: Path, names: Sequence[str] | None = None) -> None:
    """Write a page for each module, and an index of them.

    Parameters
    ----------
    folder : Path
        Made if it is not there; pages of the same name are written over.
    names : sequence of str, optional
        Modules with all below them; those of `modules` if left out.
    """
    import pdoc

    for name in sim.__all__:  # pdoc looks for what is there, and these come when they are asked for
        setattr(sim, name, getattr(sim, name))
    pdoc.render.configure(docformat="numpy", show_source=False)
    pdoc.pdoc(*(names or modules()), output_directory=folder)


if __name__ == "__main__":
    write_api(Path(sys.argv[1]))
