"""What strangers send is opened in few places, apart from the web server, and every file passes one door."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLResolver, get_resolver

from tests.guards import allowed
from tests.guards.house import SRC, sources

# Calls that unpack, decode or parse what they are given, or read it whole.
OPENERS = re.compile(
    r"^(zipfile\.\w+$|tarfile\.open|Image\.open|ImageFile\.|CalamineWorkbook|load_workbook|openpyxl|zlib\.decompress|gzip\.|bz2\.|"
    r"lzma\.|xml\.|ElementTree|etree\.|lxml|docx\.|pypdf|pickle\.loads?|json\.loads?$|readable\.loads|csv\.reader|"
    r"tomllib\.loads?$|yaml\.)"
)


def _name(node: ast.expr) -> str:
    try:
        return ast.unparse(node)
    except ValueError:
        return ""


def opened() -> Iterator[tuple[str, str]]:
    """(file, what it calls) for every call that opens something."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and OPENERS.match(_name(node.func)):
                yield str(path.relative_to(SRC)), _name(node.func)
            elif isinstance(node, ast.Attribute) and _name(node) == "request.body":
                yield str(path.relative_to(SRC)), "request.body"


def test_only_named_places_open_what_was_sent_and_each_says_how_it_is_bounded():
    found = set(opened())
    unnamed = sorted(pair for pair in found if pair not in allowed.OPENING)
    assert not unnamed, f"opened without a bound; see core.confined and core.readable: {unnamed}"
    assert not sorted(set(allowed.OPENING) - found), "named in allowed.OPENING, but not there any more"


def test_what_is_opened_confined_imports_no_django_and_nothing_that_does():
    for name in (
        "files/opening.py",
        "files/packages.py",
        "files/pixels.py",
        "areas/sheets.py",
        "workbooks/sheets.py",
        "imports/sheets.py",
        "core/cells.py",
        "core/confined.py",
    ):
        tree = ast.parse((SRC / name).read_text())
        imported = {
            alias.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        ours = {one for one in imported if one.startswith("ruamsuk")}
        known = {
            *("ruamsuk.core", "ruamsuk.core.confined", "ruamsuk.files.packages", "ruamsuk.files.opening"),
            "ruamsuk.core.cells",
        }
        assert ours <= known, name
        assert not any(one.startswith("django") for one in imported), name


def test_no_module_of_the_web_server_imports_the_libraries_that_decode():
    """They are imported by what runs confined, and by what makes pictures and sheets of its own."""
    decoding = re.compile(r"^\s*(from|import) (PIL|python_calamine)\b", re.MULTILINE)
    found = {str(path.relative_to(SRC)) for path in sources() if decoding.search(path.read_text())}
    assert found == {
        *("files/pixels.py", "areas/sheets.py", "imports/sheets.py", "workbooks/sheets.py"),
        *("demo/pictures.py", "web/pictures.py"),
    }


SAMPLES = {"uuid": "0190a000-0000-7000-8000-000000000000", "int": "1"}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address of pages and API, with something in the place of its ids."""
    for entry in resolver.url_patterns:
        route = re.sub(
            r"<(?:(\w+):)?\w+>",
            lambda found: SAMPLES.get((found[1] or "str").removesuffix("str"), "a"),
            before + str(entry.pattern),
        )
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif "(" not in route:  # one that the sign-in library writes as an expression
            yield route


@pytest.mark.django_db
def test_every_address_counts_the_files_that_are_sent_to_it_at_the_one_door(
    client, person, area, monkeypatch, settings
):
    """With the allowance spent, none of them looks at the file, whoever may write there."""
    area("901104")
    client.force_login(person("Malee"))
    settings.RATE_LIMITS = True
    monkeypatch.setattr("ruamsuk.core.limits.FILES", 0)
    walked = sorted(set(addresses(get_resolver())))
    assert len(walked) > 350
    answers = {address: client.post(address, {"x": SimpleUploadedFile("a", b"a")}) for address in walked}
    open_doors = {
        address: answer.status_code for address, answer in answers.items() if answer.status_code != 429
    }
    assert not open_doors
    assert all(int(answer["Retry-After"]) > 0 for answer in answers.values())


def test_no_form_field_of_the_library_takes_files_but_those_that_are_named():
    """`UploadField` looks at a file in pieces and hands it to the worker; a plain FileField does what its form does."""
    plain = {
        str(Path(path).relative_to(SRC))
        for path in sources()
        if re.search(r"forms\.(FileField|ImageField)\(", path.read_text())
    }
    assert plain == set(allowed.PLAIN_FILE_FIELDS)
