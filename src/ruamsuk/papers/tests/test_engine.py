"""What is printed comes out of the PDF letter for letter, and nothing is fetched while it is made."""

import os
import re
import signal
import socket
import subprocess
import threading
from contextlib import suppress

import pytest

from ruamsuk.papers import engine, sheets
from ruamsuk.papers.problems import EngineFailed, NoEngine

SYLLABLES = (
    "น้ำ ก่ำ ปู่ย่า ที่นี่ กตัญญู ผู้สูงอายุ ซ้ำ ค่ำ ฐานันดร ญี่ปุ่น ฤๅษี เก้าอี้ ป้า ปี๊บ ฟ้า โป๊ะ สวัสดี ย่ำ คร่ำครวญ กำกับ ด้ามน้ำ ๑๒๓ ฯลฯ ๆ "
)


def text_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True
    ).stdout.decode()


def sheet(body: str) -> str:
    return f"<html><head><style>{sheets.style()}</style></head><body>{body}</body></html>"


@pytest.fixture(scope="module", autouse=True)
def ended():
    yield
    engine.close()


def test_two_thousand_letters_with_marks_come_out_exact():
    text = (SYLLABLES * 20)[:2000]
    pdf = engine.pdf(sheet(f"<p>{text}</p>"))
    assert pdf.startswith(b"%PDF-")
    assert re.sub(r"\s", "", text_of(pdf)) == re.sub(r"\s", "", text)
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "NotoSansThaiLooped" in fonts
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])  # embedded


@pytest.fixture
def listener():
    """A server on loopback that notes whoever connects."""
    met: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, _peer = server.accept()
                except TimeoutError:
                    continue
                met.append("met")
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", met
        over.set()
        thread.join()


def test_nothing_is_fetched_or_run(listener):
    address, met = listener
    inner = f"<img src='{address}/inner.png'>".replace("'", "&#39;")
    pdf = engine.pdf(
        sheet(
            f"""<p>ก่อน</p><b>x</b><script>document.body.append("SCRIPT RAN"); fetch("{address}/s")</script>
            <img src="{address}/a.png" onerror="document.body.append('HANDLER RAN')">
            <link rel="stylesheet" href="{address}/a.css"><style>@import url({address}/b.css);
            @font-face {{ font-family: x; src: url({address}/f.woff2) }} 
            b {{ font-family: x; background: url({address}/bg) }}
            </style><iframe src="{address}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>
            <iframe srcdoc="{inner}"></iframe>
            <object data="{address}/o"></object><embed src="file:///etc/passwd"><img src="file:///etc/passwd">
            <svg><image href="{address}/svg.png"/></svg><video src="{address}/v" poster="{address}/p"></video>
            <p>หลัง</p>"""
        )
    )
    text = text_of(pdf)
    assert "ก่อน" in text
    assert "หลัง" in text
    assert not re.search("RAN|root:", text)
    assert met == []


def test_a_page_that_would_go_elsewhere_fetches_nothing(listener):
    """It is stopped on its way, before or while it is printed: then the print fails in words."""
    address, met = listener
    with suppress(EngineFailed):
        engine.pdf(sheet(f'<meta http-equiv="refresh" content="0;url={address}/next"><p>หนึ่ง</p>'))
    assert "สอง" in text_of(engine.pdf(sheet("<p>สอง</p>")))
    assert met == []


def test_text_that_looks_like_markup_is_printed_as_text(listener):
    address, met = listener
    pdf = engine.pdf(sheet(f"<p>&lt;script&gt;x&lt;/script&gt; file:///etc/passwd {address}/</p>"))
    assert "<script>x</script> file:///etc/passwd" in text_of(pdf)
    assert met == []


def test_one_process_stays_warm_and_a_killed_one_is_replaced():
    engine.pdf(sheet("<p>หนึ่ง</p>"))
    first = engine._running().process
    engine.pdf(sheet("<p>สอง</p>"))
    assert engine._running().process is first
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(10)
    assert "สาม" in text_of(engine.pdf(sheet("<p>สาม</p>")))
    assert engine._running().process is not first


def test_one_that_dies_in_the_middle_fails_in_words_and_the_next_try_works(monkeypatch):
    engine.pdf(sheet("<p>หนึ่ง</p>"))
    os.kill(engine._running().process.pid, signal.SIGSTOP)  # it stands still, whatever it is asked
    monkeypatch.setattr(engine, "SECONDS", 0.5)
    with pytest.raises(EngineFailed) as failed:
        engine.pdf(sheet("<p>สอง</p>"))
    assert "กรุณาขอเอกสารอีกครั้ง" in str(failed.value)
    monkeypatch.undo()
    assert "สอง" in text_of(engine.pdf(sheet("<p>สอง</p>")))


def test_where_chromium_is_not_installed_the_words_say_what_to_do(monkeypatch):
    engine.close()
    monkeypatch.setattr(engine, "PROGRAMS", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    with pytest.raises(NoEngine) as missing:
        engine.pdf("<p>x</p>")
    assert "apt install chromium" in str(missing.value)
