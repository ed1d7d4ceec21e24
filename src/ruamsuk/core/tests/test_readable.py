"""JSON of strangers: what it may cost is known before it is read."""

import json
import tracemalloc

import pytest

from ruamsuk.core.readable import DEEPEST, TooMuchInside, loads


def test_values_up_to_the_limit_are_read_and_one_more_is_refused_unread():
    assert loads(b"[1,2,3]", most=3) == [1, 2, 3]
    with pytest.raises(TooMuchInside):
        loads(b"[1,2,3,4]", most=3)
    assert loads(b'\xef\xbb\xbf{"a": "\xe0\xb8\x81"}', most=3) == {"a": "ก"}


@pytest.mark.parametrize("depth", [DEEPEST + 1, 900, 100_000])
def test_brackets_in_brackets_are_refused_however_many(depth):
    with pytest.raises(TooMuchInside):
        loads(b"[" * depth + b"]" * depth, most=1_000_000)
    with pytest.raises(TooMuchInside):
        loads(b'{"a":' * depth + b"1" + b"}" * depth, most=1_000_000)
    assert loads(b"[" * DEEPEST + b"]" * DEEPEST, most=1_000_000)


def test_what_is_no_json_is_told_by_place():
    with pytest.raises(json.JSONDecodeError):
        loads(b"[1,", most=10)
    with pytest.raises(ValueError, match="decode"):
        loads(b"\xff\xfe[", most=10)


@pytest.mark.parametrize("one", [b"{}", b"[]", b'{"a":0}', b"0.5", b'"\xf0\x9f\x99\x82"'])
def test_a_file_of_ten_megabytes_takes_two_hundred_at_most(one):
    most, size = 10 * 2**20 // 16, 10 * 2**20
    data = b"[" + b",".join([one] * min(most // 3, size // (len(one) + 1))) + b"]"
    data = data[:-1] + b" " * (size - len(data)) + b"]"
    tracemalloc.start()
    try:
        loads(data, most=most)
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    finally:
        tracemalloc.stop()


def test_a_body_of_the_api_with_too_much_inside_is_refused_and_one_too_large_is_not_read(
    client, db, settings
):
    def post(body, **more):
        return client.post("/api/v1/areas/901104/villages", body, content_type="application/json", **more)

    for body in (b"[" * 200_000, b"[" + b"{}," * 200_000 + b"{}]"):
        refused = post(body)
        assert refused.status_code in (400, 401)
    most = settings.BODY_LIMIT_BYTES
    refused = post(b"{}", CONTENT_LENGTH=str(most + 1))
    assert refused.status_code == 413
    assert refused.json()["code"] == "too-large"
    page = client.post("/accounts/login/", {"login": "a"}, CONTENT_LENGTH=str(most + 1))
    assert page.status_code == 413
    assert "20 MB" in page.content.decode()


@pytest.mark.parametrize("text", [rb'"\ud800"', rb'{"\udfff": 1}', rb'[["x\uDBFFy"]]'])
def test_half_a_character_is_no_text(text):
    with pytest.raises(ValueError, match="surrogates"):
        loads(text, most=10)
    assert loads(rb'"\ud83d\ude00"', most=10) == "😀"
