"""The address of the mail server, read strictly: an address that would lose letters is refused at the start."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
PORTS = {"smtp": 587, "smtps": 465, "relay": 25}
SECONDS = 10  # a mail server that is silent for longer is given up until the next try


def transport(url: str) -> dict[str, Any]:
    """What Django needs to reach the mail server: its backend and the options of it. Raises ValueError in words."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"backend": CONSOLE}
    if parts.scheme not in PORTS:
        raise ValueError(
            "ต้องขึ้นต้นด้วย smtp:// smtps:// relay:// หรือ console: · "
            "it must begin with smtp://, smtps://, relay:// or console:"
        )
    if parts.scheme == "relay" and (parts.username or parts.password):
        raise ValueError(
            "relay:// ไม่เข้ารหัส จึงไม่รับรหัสผ่าน ใช้ smtp:// หรือ smtps:// · "
            "relay:// is not encrypted, so it takes no password; use smtp:// or smtps://"
        )
    return {
        "backend": SMTP,
        "host": _host(parts),
        "port": _port(parts),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
        "timeout": SECONDS,
    }


def sender(given: str, base_url: str, email_url: str) -> str:
    """The sender of letters: as given, else no-reply at the host of the base address."""
    if given:
        _name, address = parseaddr(given)
        if "\n" in given or not all(address.rpartition("@")[::2]):
            raise ValueError("ต้องเป็น ชื่อ <ที่อยู่@โดเมน> · it must be Name <address@domain>")
        return given
    host = urlsplit(base_url).hostname or ""
    if urlsplit(email_url).scheme != "console" and (host == "localhost" or host.replace(".", "").isdigit()):
        raise ValueError(
            "ต้องตั้งผู้ส่งจดหมาย เช่น ร่วมสุข <letters@example.org> · "
            "letters need a sender, as Ruamsuk <letters@example.org>"
        )
    return f"ร่วมสุข <no-reply@{host}>"


def _host(parts: SplitResult) -> str:
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            "รูปแบบคือ smtp://user:password@host:port อักขระพิเศษในรหัสผ่านเขียนเป็น %40 เป็นต้น · the form is "
            "smtp://user:password@host:port; special characters of the password are percent-encoded (@ is %40)"
        )
    return parts.hostname


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ValueError("พอร์ตต้องเป็นตัวเลข 1–65535 · the port must be a number, 1–65535") from None
