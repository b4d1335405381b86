"""Every setting with its default and what reads it."""

from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from tipline.settings.kinds import (
    GB,
    MB,
    Reader,
    address,
    database,
    link,
    lmtp,
    names,
    number,
    one_of,
    own_link,
    size,
    text,
    timezone,
)


def setting(default: Any, read: Reader = text, *, secret: bool = False) -> Any:
    """A field of Settings: its default and what reads it; a secret one is never shown."""
    return field(default=default, repr=not secret, metadata={"read": read, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each by its flat name: `[web] port` in the file is `web_port` here. Sizes are in bytes, times in seconds."""

    instance: Path
    public_url: str = setting("http://127.0.0.1:8000", own_link)
    newsroom_name: str = setting("The Larkmouth Ledger")
    newsroom_short: str = setting("Ledger")
    newsroom_hosts: tuple[str, ...] = setting((), names)
    newsroom_safety_url: str = setting("", link)
    newsroom_onion: str = setting("", link)
    newsroom_signal: str = setting("")
    newsroom_phone: str = setting("")
    newsroom_post: str = setting("")
    newsroom_corrections_url: str = setting("", link)
    newsroom_letters_url: str = setting("", link)
    newsroom_delivery_url: str = setting("", link)
    newsroom_privacy_url: str = setting("", link)
    newsroom_exit_url: str = setting("https://www.wikipedia.org/", link)
    newsroom_timezone: str = setting("UTC", timezone)
    database_url: str = setting("", database, secret=True)
    key_file: str = setting("")
    web_host: str = setting("127.0.0.1")
    web_port: int = setting(8000, number(1, 65535))
    web_processes: int = setting(1, number(1, 64))
    web_threads: int = setting(4, number(1, 64))
    web_proxies: int = setting(0, number(0, 5))
    mail_host: str = setting("127.0.0.1")
    mail_port: int = setting(8025, number(1, 65535))
    mail_lmtp: str = setting("127.0.0.1:8026", lmtp)
    mail_domains: tuple[str, ...] = setting(("localhost",), names)
    mail_address: str = setting("tips@localhost", address)
    mail_bytes: int = setting(50 * MB, size(1 * GB))
    smtp_host: str = setting("")
    smtp_port: int = setting(25, number(1, 65535))
    smtp_username: str = setting("")
    smtp_password: str = setting("", secret=True)
    smtp_security: str = setting("starttls", one_of("starttls", "tls", "none"))
    smtp_sender: str = setting("", address)
    smtp_timeout: int = setting(10, number(1, 300))
    limits_files: int = setting(20, number(0, 200))
    limits_file_bytes: int = setting(500 * MB, size(100 * GB))
    limits_tip_bytes: int = setting(2 * GB, size(200 * GB))
    limits_words: int = setting(50_000, number(100, 1_000_000))
    log_level: str = setting("info", one_of("debug", "info", "warning", "error"))


KNOWN: dict[str, Field[Any]] = {one.name: one for one in fields(Settings) if one.default is not MISSING}
