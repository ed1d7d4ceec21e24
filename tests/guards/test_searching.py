"""What is typed into a search box is compared in one way: by the stored fold (core.searching)."""

from tests.guards.house import SRC, sources


def test_no_list_compares_words_in_a_way_of_its_own():
    found = [str(path.relative_to(SRC)) for path in sources() if "__icontains" in path.read_text()]
    assert found == []
