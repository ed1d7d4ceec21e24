"""Calling the API in tests as a program does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ruamsuk.accounts.actions import create_api_token
from ruamsuk.core.calendar import today

ROOT = "/api/v1"
PROBLEM = "application/problem+json"


def answered(answer: Any, status: int = 200) -> Any:
    """The body of an answer that was not refused."""
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def refused(answer: Any, status: int, code: str) -> dict:
    """The body of a refusal, after its shape was looked at."""
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content.decode()
    problem = answer.json()
    assert problem["code"] == code, problem
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


class Caller:
    """`Caller(malee).post("/proposals", {...})`: JSON with the person's access key; nobody: without a key."""

    def __init__(self, person: Any = None, access: str = "write", language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language}
        if person is not None:
            made = create_api_token(
                name="a program", access=access, expires_on=today() + timedelta(days=30), by=person
            )
            self.headers["Authorization"] = f"Bearer {made.token}"

    def get(self, path: str, **query: Any):
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str):
        return self._send(self.client.post, path, body, headers)

    def patch(self, path: str, body: Any, **headers: str):
        return self._send(self.client.patch, path, body, headers)

    def upload(self, path: str, fields: dict[str, Any]):
        return self.client.post(ROOT + path, fields, headers=self.headers)

    def _send(self, method: Any, path: str, body: Any, headers: dict[str, str]):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return method(ROOT + path, body, content_type="application/json", headers=self.headers | sent)


def queries_and_rows(person: Any, path: str) -> tuple[int, int]:
    """How often a list asks the database the second time, and how many rows it gives."""
    caller = Caller(person)
    caller.get(f"/{path}", limit=200)
    with CaptureQueriesContext(connection) as captured:
        answer = caller.get(f"/{path}", limit=200)
    return len(captured), len(answer.json()["items"])


@pytest.fixture
def one_connection():
    """Calls of the WSGI application run inside the test's transaction: its connection stays open, as with Client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
