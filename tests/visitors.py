"""People at the real doors: a form filled in over HTTP, a mail handed in by SMTP, from wherever they say they come."""

import re
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode

HOST = "127.0.0.1"
BOUNDARY = "a-boundary-that-no-file-holds"
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')
TYPED = re.compile(r'<textarea[^>]* id="words"[^>]*>\n(.*?)</textarea>', re.DOTALL)

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Answer:
    """A page as it came."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def words(self) -> str:
        """What stands in the field for words."""
        found = TYPED.search(self.text)
        return unescape(found[1]) if found else ""

    def hidden(self, name: str) -> str:
        """A hidden field of the page."""
        return next(unescape(value) for key, value in HIDDEN.findall(self.text) if key == name)


@dataclass
class Visitor:
    """Somebody with a browser: a connection for each page, these headers with each, cookies kept."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str = HOST
    timeout: float = 20.0
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        """One request. Raises OSError, http.client.HTTPException."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Content-Type": kind, "Cookie": cookies, **self.headers}
        line = HTTPConnection(HOST, self.port, timeout=self.timeout, source_address=(self.source, 0))
        try:
            line.request(method, path, body, {name: value for name, value in own.items() if value})
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers, text)

    def token(self) -> str:
        """Open the form; the token that Send will need."""
        return self.ask("GET", "/tips").hidden("token")

    def send(self, token: str, words: str, files: Files | None = None, **fields: str) -> Answer:
        """Press Send."""
        body = multipart({"token": token, "words": words, **fields}, files or {})
        return self.ask("POST", "/tips", body, f"multipart/form-data; boundary={BOUNDARY}")

    def press(self, path: str, **fields: str) -> Answer:
        """Send a form without files."""
        return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")


def multipart(fields: Mapping[str, str], files: Files) -> bytes:
    """Fields, then files, as a browser writes them; the same bytes each time."""
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    parts += [(f'name="files"; filename="{name}"', content) for name, content in files.items()]
    return b"".join(_part(head, content) for head, content in parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(head: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


def post(
    port: int, sender: str, recipients: Iterable[str], raw: bytes, *, source: str = HOST, name: str = "relay.example"
) -> None:
    """Hand a mail in. When this returns, the door said 250. Raises OSError, of which smtplib's faults are a kind."""
    with smtplib.SMTP(HOST, port, name, timeout=20, source_address=(source, 0)) as line:
        line.sendmail(sender, list(recipients), raw)


def refusal(port: int, raw: bytes, sender: str = "reader@example.com") -> tuple[int, int]:
    """The codes to RCPT and to DATA; where the first is a no, the second is 0."""
    with smtplib.SMTP(HOST, port, "relay.example", timeout=20) as line:
        line.ehlo()
        line.mail(sender)
        recipient = line.rcpt("tips@localhost")[0]
        return recipient, line.data(raw)[0] if recipient == 250 else 0
