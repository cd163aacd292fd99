from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import UserError
from sim.ui import offline


def test_all_files_of_the_template_and_charts_are_on_this_machine() -> None:
    offline.check()
    files = offline.asked_for(
        '<a href="{{cdn}}/@widgetti/solara-vuetify-app@1/dist/main{{ipywidget_major_version}}.css">'
    )
    assert files == ["@widgetti/solara-vuetify-app@1/dist/main8.css", "echarts@5.4.0/dist/echarts.js"]


def test_missing_files_are_told_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLARA_ASSETS_PROXY_CACHE_DIR", str(tmp_path))
    with pytest.raises(UserError) as failure:
        offline.check()
    assert "files that the browser needs" in failure.value.text.en
    assert "make ui" in failure.value.text.zh
    assert str(tmp_path) not in failure.value.text.en


def test_versions_that_do_not_belong_together_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = offline.version
    monkeypatch.setattr(offline, "version", lambda name: "3.1.0" if name == "ipyvuetify" else real(name))
    with pytest.raises(UserError, match=r"ipyvuetify 1\.x, found 3\.1\.0"):
        offline.check()
