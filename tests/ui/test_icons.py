from __future__ import annotations

import re
from pathlib import Path

import sim.ui
from sim.ui.offline import asset_folder


def test_every_icon_is_in_the_font_that_is_installed() -> None:
    styles = asset_folder().glob("@widgetti/solara-vuetify-app@*/dist/*.css")
    known = {
        name
        for file in styles
        for name in re.findall(r"\.(mdi-[a-z0-9-]+):?:before", file.read_text("utf-8"))
    }
    assert len(known) > 1000
    source = Path(sim.ui.__file__).parent
    for file in sorted([*source.rglob("*.py"), *source.rglob("*.vue")]):
        used = set(re.findall(r"\bmdi-[a-z0-9-]+", file.read_text("utf-8")))
        assert used <= known, (file.name, used - known)
