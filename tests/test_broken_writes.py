"""Whatever is sent to an address that writes is answered, and never by a fault of ours: 0 answers of 5xx.

The addresses are found by themselves, as in tests/matrix: POST of every page and every writing call of the API, with
real records in them, as somebody who may do nearly everything. What is sent is broken by chance, the same at each run:
fields of the page's own form or of the call's description, with values that no person types. A short form runs with
the suite; `WRITES=3000 pytest tests/test_broken_writes.py` is the long one (bin/bench --api).
"""

import json
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.matrix.addresses import Address, NoValue, addresses
from tests.matrix.world import Reader, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_worker]
WRITES = int(os.environ.get("WRITES", "500"))
SEED = 2570
NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*?\bname="([^"]+)"')
DEEP: Any = []
for _level in range(60):
    DEEP = [DEEP]

TEXTS = [
    "", " ", "0", "-1", "1", "999999999999999999999999", "1e999", "NaN", "-0.0", "12,50", "๑๒๓", "2570-13-45",
    "31/02/2570", "29/2/2569", "0001-01-01", "9999-12-31", "\x00", "a\x00b", "\u202e\u200b", "\ud7ff",
    "😀" * 50, "ก" * 5000, "x" * 60_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "%s%n", "' OR 1=1 --",
    "../../etc/passwd", "null", "true", "[]", "{}", "01890000-0000-7000-8000-000000000000", "901104", "9999999",
    "TH", "L7257", "a@b", "tel:๐", "\r\nX: y", "on", "\\",
]  # fmt: skip
VALUES = [
    None, True, False, 0, -1, 2**31, 2**63, 2**200, 1e308, -0.0, 1.5, [], {}, [None], {"": ""}, [[1]], DEEP, "\ud800",
    ["x"] * 2000, {"base_version": {}}, *TEXTS,
]  # fmt: skip
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff\xfe",
    b'{"a":1e999}',
    b'{"a":NaN}',
    b"[" * 3000,
    b'{"a":"\\ud800"}',
    b"\x00",
]
KINDS = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "",
    "a/b; charset=x",
]


@pytest.fixture(scope="module")
def world(kept_for_module) -> Iterator[World]:
    with kept_for_module():
        yield World()


def test_broken_writes_are_answered_without_a_fault_of_ours(world, caplog, record_property):
    logging.getLogger("ruamsuk").setLevel(logging.ERROR)
    everybody = signed_in(world)
    chance = Random(SEED)
    found = [one for one in addresses() if not one.reads and leads_somewhere(one, world)]
    assert len(found) > 150
    answers: Counter[int] = Counter()
    wrong: list[str] = []
    turns = [found[number % len(found)] for number in range(max(WRITES, len(found)))]
    for address in turns:
        stage = chance.choice(address.stages(world.values))
        path = address.path(world.values[stage])
        caplog.clear()
        with transaction.atomic():
            sent, answer = (call if address.is_api else form)(chance, everybody, address, path, world)
            transaction.set_rollback(True)
        answers[answer.status_code] += 1
        crashes = [line for line in caplog.records if line.levelname in {"ERROR", "CRITICAL"}]
        if answer.status_code >= 500 or crashes:
            wrong.append(
                f"{address}: {answer.status_code} for {sent!r:.600} {[str(c.msg)[-900:] for c in crashes[:1]]}"
            )
        if "sessionid" not in everybody.client.cookies or is_sign_in(answer):
            everybody = signed_in(world)
    told = f"{len(turns):,} broken writes to {len(found)} addresses, {len(wrong)} faults"
    record_property("broken writes", f"{told}; answers: {dict(sorted(answers.items()))}")
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(wrong[:20])


def signed_in(world: World) -> Reader:
    """Outside of what is undone after each write."""
    reader = Reader("everybody", world.site.everybody)
    _ = reader.client, reader.key
    return reader


def is_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/accounts/login/" in answer["Location"]


def leads_somewhere(address: Address, world: World) -> bool:
    """What is missing is told by tests/matrix."""
    try:
        return bool(address.stages(world.values))
    except NoValue:
        return False


def form(chance: Random, reader: Reader, address: Address, path: str, world: World) -> tuple[Any, Any]:
    """A form of the page, broken; or rubbish of any kind."""
    names = fields_of(reader.client, address, path)
    if chance.random() < 0.1:
        body, kind = chance.choice(BODIES), chance.choice(KINDS)
        return (body, kind), reader.client.generic("POST", path, body, content_type=kind)
    sent: dict[str, Any] = {}
    for name in names:
        if chance.random() < 0.8:
            sent[name] = (
                chance.choice(TEXTS) if chance.random() < 0.8 else [chance.choice(TEXTS) for _n in range(3)]
            )
    sent["op_id"] = chance.choice([str(uuid4()), "x", ""])
    headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
    if chance.random() < 0.15:
        files = {name: a_file(chance) for name in [*names[:2], "file", "photo"]}
        return (sent, "with files"), reader.client.post(path, sent | files, headers=headers)
    body = urlencode(sent, doseq=True, errors="surrogatepass")
    kind = "application/x-www-form-urlencoded"
    return sent, reader.client.generic("POST", path, body, content_type=kind, headers=headers)


def fields_of(client: Client, address: Address, path: str) -> list[str]:
    """Names in the forms of the page, where there is one at this address or above it; and some that pages have."""
    names: list[str] = []
    for place in (path, re.sub(r"[^/]+/$", "", path)):
        if place not in PAGES:
            answer = client.get(place)
            page = b"".join(answer.streaming_content) if answer.streaming else answer.content
            PAGES[place] = sorted(set(NAMES.findall(page.decode("utf-8", "replace"))))
        names += [name for name in PAGES[place] if name not in {"csrfmiddlewaretoken", "op_id"}]
    return [*dict.fromkeys(names[:40]), "note", "reason", "version", "base_version", "next"]


PAGES: dict[str, list[str]] = {}


def call(chance: Random, reader: Reader, address: Address, path: str, world: World) -> tuple[Any, Any]:
    client, headers = Client(raise_request_exception=False), dict(reader.key or {})
    headers["Idempotency-Key"] = chance.choice([str(uuid4()), str(uuid4()), "x", "\x7f"])
    way = chance.random()
    if way < 0.12:
        body, kind = chance.choice(BODIES), chance.choice(KINDS)
        return (body, kind), client.generic(address.method, path, body, content_type=kind, headers=headers)
    if address.uploads:
        sent = {name: chance.choice([a_file(chance), chance.choice(TEXTS)]) for name in address.uploads}
        return address.uploads, client.post(path, sent, headers=headers)
    given = world.sent.get(f"{address.method} {address.shape}") or address.body
    body = broken(chance, json.loads(json.dumps(given, default=str)))
    if way < 0.2:
        path += "?" + urlencode(
            {chance.choice(["limit", "after", "x", "year"]): chance.choice(TEXTS)}, errors="surrogatepass"
        )
    text = json.dumps(body)
    return body, client.generic(address.method, path, text, content_type="application/json", headers=headers)


def broken(chance: Random, given: Any) -> Any:
    """The same, with one or more of its values made unreadable, dropped, or joined by one that nobody knows."""
    if isinstance(given, dict) and given and chance.random() < 0.9:
        changed = dict(given)
        for name in given:
            if chance.random() < 0.5:
                changed[name] = broken(chance, given[name])
            if chance.random() < 0.05:
                del changed[name]
        if chance.random() < 0.05:
            changed[chance.choice(["x", "", "__class__", "\x00"])] = chance.choice(VALUES)
        return changed
    if isinstance(given, list) and given and chance.random() < 0.5:
        return [broken(chance, one) for one in given] * chance.choice([1, 2, 300])
    return chance.choice(VALUES)


def a_file(chance: Random) -> SimpleUploadedFile:
    name = chance.choice(["a.jpg", "a.pdf", "a.docx", "a.json", "../x", "ก" * 300, "a\x00b", "a.xlsx"])
    content = chance.choice(
        [
            b"",
            b"x",
            b"\xff\xd8\xff\xe0" + b"x" * 500,
            b"%PDF-1.4 x",
            b"PK\x03\x04" + b"x" * 99,
            b"[{}]",
            b"[1]",
        ]
    )
    return SimpleUploadedFile(name, content, content_type=chance.choice(["image/jpeg", "a/b", "text/plain"]))
