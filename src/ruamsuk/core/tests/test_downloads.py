"""A file to be kept has its name, also where that is in Thai; nobody writes the header by hand."""

from ruamsuk.core.downloads import TYPES, download
from tests.guards.house import sources


def test_a_file_says_what_it_is_and_is_kept_under_its_name():
    answer = download(b"PK", "ruamsuk-90-2570.xlsx")
    assert answer["Content-Type"] == TYPES["xlsx"]
    assert answer["Content-Disposition"] == 'attachment; filename="ruamsuk-90-2570.xlsx"'


def test_a_name_in_thai_arrives_as_it_is():
    header = download("ก", "กองทุน-2570.csv")["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''%E0%B8%81")


def test_nobody_else_writes_the_header():
    found = [path.name for path in sources() if "attachment; filename" in path.read_text()]
    assert found == []
