"""Style, fonts and icons come whole from node_modules, or not at all."""

import pytest

from ruamsuk.core import frontend
from ruamsuk.core.icons import ICONS


def test_every_icon_that_pages_may_name_is_in_the_sprite():
    sprite = frontend.sprite()
    assert [name for name in ICONS if f'<symbol id="{name}"' not in sprite] == []


def test_what_pages_load_is_copied_once_and_what_they_no_longer_load_goes(tmp_path):
    assert frontend.install(vendor=tmp_path) == len(frontend.wanted())
    assert frontend.install(vendor=tmp_path) == 0
    (tmp_path / "old.css").write_text("p {}")
    assert frontend.install(vendor=tmp_path) == 1
    assert not (tmp_path / "old.css").exists()


def test_a_missing_library_is_named_with_the_remedy(tmp_path):
    with pytest.raises(frontend.FrontendMissing, match="npm ci --ignore-scripts"):
        frontend.install(modules=tmp_path, vendor=tmp_path / "vendor")
