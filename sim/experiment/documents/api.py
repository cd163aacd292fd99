"""Pages of the public docstrings: ``python -m sim.experiment.documents.api DIR`` (pdoc; `make api`).

What `sim` offers is told on its own page; the modules of the model have a page each. The command line and
the workbench are no interface for programs and are left out.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_type_hints

import sim

WITHOUT = {"cli", "ui"}


def modules() -> list[str]:
    """The package, and every module and package directly in it that programs may use."""
    return ["sim", *(f"sim.{one.name}" for one in iter_modules(sim.__path__) if one.name not in WITHOUT)]


def at_home(names: Iterable[str]) -> None:
    """Let the types of the fields of some modules' classes be found where they were written.

    The maker of a named tuple is generated and names no module; that of a dataclass has the fields of
    bases from other modules.
    """
    for name in names:
        for thing in vars(import_module(name)).values():
            if not isinstance(thing, type) or thing.__module__ != name:
                continue
            if issubclass(thing, tuple):
                thing.__new__.__module__ = name
            elif is_dataclass(thing):
                with suppress(NameError, TypeError):  # types that only their checker knows stay as written
                    thing.__init__.__annotations__ |= get_type_hints(thing)


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
    wanted = names or modules()
    at_home(pdoc.extract.walk_specs(wanted))
    with warnings.catch_warnings():
        # `Series[float]` and `Graph[str]` are for the checker of types alone; pages show them as written.
        warnings.filterwarnings("ignore", message=".*type '(Series|Graph)' is not subscriptable")
        pdoc.pdoc(*wanted, output_directory=folder)


if __name__ == "__main__":
    write_api(Path(sys.argv[1]))
