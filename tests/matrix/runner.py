"""Asks one address as one reader, and says what is wrong with the answer."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from tests.matrix.addresses import Address, NoValue, a_file, addresses
from tests.matrix.expected import PERSONAL, NoRow, row_of
from tests.matrix.world import MARKS, Reader, World

REFUSED = {401, 403, 404}


@dataclass(frozen=True)
class Cell:
    address: Address
    stage: str
    reader: Reader

    def __str__(self) -> str:
        stage = f" ({self.stage})" if self.stage else ""
        return f"{self.address}{stage} × {self.reader.name}"


def cells(world: World) -> Iterator[Cell]:
    """All that can be asked; what is missing for the others is told by tests of their own."""
    for address in addresses():
        try:
            row_of(address)
            stages = address.stages(world.values)
        except (NoRow, NoValue):
            continue
        for stage in stages:
            for reader in world.readers:
                yield Cell(address, stage, reader)


def ask(world: World, cell: Cell) -> list[str]:
    """What is wrong: nothing, or sentences."""
    answer, text = answered(world, cell)
    return [*_wrong_door(cell, answer), *_wrong_eyes(cell, text)]


def answered(world: World, cell: Cell) -> tuple[Any, str]:
    """The answer and all that it says. Whatever the request did is undone."""
    client = Client(raise_request_exception=False) if cell.address.is_api else cell.reader.client
    cookies = SimpleCookie(client.cookies.output(header="", sep="; "))
    try:
        with transaction.atomic():
            answer = _send(world, cell, client)
            text = _text(answer)
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return answer, text


def _send(world: World, cell: Cell, client: Client) -> Any:
    address = cell.address
    path = address.path(world.values[cell.stage])
    call = f"{address.method} {address.shape}"
    sent = world.sent.get(f"{call} {cell.stage}") or world.sent.get(call)
    if not address.is_api:
        return client.get(path) if address.reads else client.post(path, sent)
    key = cell.reader.key
    if address.reads:
        return client.get(path, sent or address.query, headers=key)
    if address.uploads:
        return client.post(
            path, (address.body or {}) | {name: a_file() for name in address.uploads}, headers=key
        )
    body = json.dumps(sent or address.body, default=str) if address.body is not None else ""
    return client.generic(address.method, path, body, content_type="application/json", headers=key)


def _text(answer: Any) -> str:
    """All that the answer says: its body, unpacked where it is a workbook, and the headers that carry texts."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    said = [answer.headers.get(name, "") for name in ("Location", "Content-Disposition", "HX-Trigger")]
    said += [morsel.value for morsel in answer.cookies.values()]
    return body.decode("utf-8", "replace") + "\n" + "\n".join(said)


def outcome(answer: Any) -> str:
    """yes, or how it was refused: 401, 403, 404, sign-in."""
    if answer.status_code in REFUSED:
        return str(answer.status_code)
    sign_in = resolve_url(settings.LOGIN_URL)
    if answer.status_code == 302 and answer.headers["Location"].partition("?")[0] == sign_in:
        return "sign-in"
    return "yes"


def _wrong_door(cell: Cell, answer: Any) -> Iterator[str]:
    if answer.status_code == 500:
        yield f"{cell}: the answer is {answer.status_code}"
        return
    row = row_of(cell.address)
    wanted, found = row.expected(cell.reader.name, cell.stage), outcome(answer)
    if cell.reader.only_reads and cell.address.is_api and not cell.address.reads:
        wanted = "403"
    fits = found == wanted or (wanted == "no" and found != "yes")
    if not fits:
        yield f"{cell}: expected {wanted}, got {found} ({answer.status_code}); row “{row.name}”"


def _wrong_eyes(cell: Cell, text: str) -> Iterator[str]:
    for noun, mark in MARKS.items():
        if mark in text and not PERSONAL[noun].has(cell.reader.name):
            yield f"{cell}: the answer shows {noun} (“{mark}”)"
