"""Every setting that an installation may change: one typed list, read from the environment or `.env`.

`.env.example` is generated from this list (`ruamsuk envexample`), and a guard test holds the two together.
"""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import dj_database_url
from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ruamsuk.config import mail
from ruamsuk.core.stop import Stop

ROOT = Path(__file__).resolve().parents[3]


class Env(BaseSettings):
    model_config = SettingsConfigDict(
        validate_default=True,
        env_file=ROOT / ".env",
        env_prefix="RUAMSUK_",
        extra="ignore",
        hide_input_in_errors=True,
    )

    mode: Literal["production", "demo", "test"] = Field(
        "production", description="demo: invented people may be loaded; production: they are refused"
    )
    secret_key: str = Field(
        "",
        description="Signs sessions and links. Empty: read from the file secret-key of the data folder",
    )
    secret_key_fallbacks: str = Field(
        "",
        description="Earlier secret keys, separated by commas: the trail and links signed with them stay valid",
    )
    data_dir: Path = Field(ROOT / "var", description="Database, uploaded files, backups")
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="postgres://user:password@host/name; empty: SQLite in the data folder",
    )
    base_url: str = Field("http://127.0.0.1:8000", description="The address that letters point to")
    allowed_hosts: str = Field("127.0.0.1,localhost", description="Host names served, separated by commas")
    https: bool = Field(False, description="Behind HTTPS: secure cookies and HSTS")
    trusted_proxies: int = Field(
        0, ge=0, description="How many proxies stand in front (for the visitor's address)"
    )
    proxy_addresses: str = Field(
        "127.0.0.1,::1",
        description="Addresses or networks of the nearest proxy; of others nothing is believed",
    )
    email_url: str = Field(
        "console:",
        description="Mail server. smtp://user:password@host:587 (STARTTLS, always encrypted), "
        "smtps://user:password@host:465 (TLS from the start), relay://host:25 (a relay on this machine or network, "
        "no encryption, no password); console: writes letters to the log. A password is percent-encoded (@ is %40)",
    )
    email_from: str = Field(
        "",
        description="Sender of letters: ร่วมสุข <letters@example.org>. Empty: no-reply@ the host of the base address",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")
    debug: bool = Field(False, description="Django's debug pages; never in production")
    upload_limit_mb: int = Field(20, gt=0, description="Largest file that may be uploaded, in MB")
    rate_limits: bool = Field(True, description="Limits on sign-in, reset, tokens, export and upload")

    @model_validator(mode="after")
    def has_a_secret(self) -> "Env":
        """No secret has a default: it is given, or it lies in the data folder."""
        file = self.data_dir / "secret-key"
        if not self.secret_key and file.exists():
            self.secret_key = file.read_text().strip()
        if not self.secret_key:
            raise ValueError(
                f"ยังไม่มี RUAMSUK_SECRET_KEY สั่ง bin/serve หนึ่งครั้งเพื่อสร้าง {file} · "
                f"RUAMSUK_SECRET_KEY is missing; run bin/serve once: it makes {file}"
            )
        return self

    @field_validator("database_url")
    @classmethod
    def names_a_database(cls, url: str) -> str:
        if url:
            known = url.startswith(("postgres://", "postgresql://", "sqlite:///"))
            try:
                known = known and bool(dj_database_url.parse(url)["NAME"])
            except (ValueError, dj_database_url.ParseError):
                known = False
            if not known:
                raise ValueError(
                    "รูปแบบคือ postgres://user:password@host/name อักขระพิเศษในรหัสผ่านเขียนเป็น %40 เป็นต้น · the form "
                    "is postgres://user:password@host/name; special characters of the password are percent-encoded"
                )
        return url

    @field_validator("base_url")
    @classmethod
    def is_an_address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
            raise ValueError("ต้องขึ้นต้นด้วย https:// หรือ http:// · it must begin with https:// or http://")
        return url.rstrip("/")

    @field_validator("email_url")
    @classmethod
    def names_a_mail_server(cls, url: str) -> str:
        mail.transport(url)
        return url

    @field_validator("email_from")
    @classmethod
    def names_a_sender(cls, given: str, info: ValidationInfo) -> str:
        if {"base_url", "email_url"} <= info.data.keys():  # else those are refused, and told
            return mail.sender(given, info.data["base_url"], info.data["email_url"])
        return given


def load() -> Env:
    """The settings as the environment and .env give them; raises Stop that names what is wrong, never its value."""
    try:
        return Env()  # type: ignore[call-arg]  # pydantic fills the fields from the environment
    except ValidationError as error:
        faults = [
            (_name_of(fault["loc"]), fault["msg"].removeprefix("Value error, ")) for fault in error.errors()
        ]
    except UnicodeDecodeError:
        faults = [(".env", "ไฟล์ต้องเป็น UTF-8 · the file must be UTF-8")]
    told = [f"{name}: {words}" if name else words for name, words in faults]
    names = ", ".join(name for name, _words in faults if name) or "RUAMSUK_SECRET_KEY"
    raise Stop(
        f"ค่าที่ตั้งไว้ใช้ไม่ได้: {names}",
        f"A setting cannot be used: {names}",
        "แก้ใน .env หรือสภาพแวดล้อม ความหมายอยู่ใน .env.example · mend it in .env or the environment; "
        ".env.example says what each means",
        details="\n".join(told),
    )


def _name_of(place: tuple[int | str, ...]) -> str:
    """The environment variable of a field of Env."""
    if not place:
        return ""
    field = str(place[0])
    return field if field.isupper() else f"RUAMSUK_{field.upper()}"
