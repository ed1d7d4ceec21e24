"""What apps tell an app below them."""

import pytest

from ruamsuk.core.registry import Registry


def test_a_name_belongs_to_one_thing():
    things: Registry[object] = Registry("things")
    first = object()
    assert things.add("one", first) is first
    assert things.add("one", first) is first  # said again
    with pytest.raises(ValueError, match="two things are named one"):
        things.add("one", object())
    assert list(things.values()) == [first]
