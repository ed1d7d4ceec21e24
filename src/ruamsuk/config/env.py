"""Every setting that an installation may change: one typed list, read from the environment or `.env`.

`.env.example` is generated from this list (`ruamsuk envexample`), and a guard test holds the two together.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]


class Env(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_prefix="RUAMSUK_", extra="ignore", hide_input_in_errors=True
    )

    mode: Literal["production", "demo", "test"] = Field(
        "production", description="demo: invented people may be loaded; production: they are refused"
    )
    secret_key: str = Field(
        "",
        description="Signs sessions and links. Empty: read from the file secret-key of the data folder",
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
    trusted_proxies: int = Field(0, description="How many proxies stand in front (for the visitor's address)")
    proxy_addresses: str = Field(
        "127.0.0.1,::1",
        description="Addresses or networks of the nearest proxy; of others nothing is believed",
    )
    email_url: str = Field("console:", description="console: or smtp://user:password@host:port (letters)")
    email_from: str = Field("ร่วมสุข <no-reply@localhost>", description="Sender of letters")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")
    debug: bool = Field(False, description="Django's debug pages; never in production")
    upload_limit_mb: int = Field(20, description="Largest file that may be uploaded, in MB")
    rate_limits: bool = Field(True, description="Limits on sign-in, reset, tokens, export and upload")

    @model_validator(mode="after")
    def has_a_secret(self) -> "Env":
        """No secret has a default: it is given, or it lies in the data folder."""
        file = self.data_dir / "secret-key"
        if not self.secret_key and file.exists():
            self.secret_key = file.read_text().strip()
        if not self.secret_key:
            raise ValueError(f"set RUAMSUK_SECRET_KEY, or run bin/serve once: it makes {file}")
        return self


def load() -> Env:
    return Env()  # type: ignore[call-arg]  # pydantic fills the fields from the environment
