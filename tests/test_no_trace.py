"""Nothing tells who a reader was: no address or browser of theirs anywhere, and none of their words in a log."""

import hashlib
import json
import smtplib
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.commands import dumped
from tests.fakes import PASSWORD
from tests.mail.servers import Relay, relaying
from tests.server.site import Site, running, until
from tests.trouble import held_database, missing_table
from tests.visitors import HOST, Visitor, post, refusal
from tests.web.conftest import code_of
from tipline.settings import Settings

pytestmark = pytest.mark.slow

CAME_FROM = "127.0.0.77"
FORWARDED = "203.0.113.77"
BROWSER = {
    "User-Agent": "Pangolin/7.3",
    "X-Forwarded-For": FORWARDED,
    "Forwarded": f"for={FORWARDED}",
    "X-Real-IP": FORWARDED,
    "Referer": "https://tapir.example/forum",
    "Accept-Language": "en-Dugong",
}
GREETING = "aardvark.example"
WHO = (CAME_FROM, FORWARDED, "Pangolin", "tapir.example", "Dugong", GREETING)
"""What may be nowhere at all."""

WORDS = "The quaggahide is stored under the flood wall."
ADDRESS = "okapi.reader@example.net"
NAME = "Odile Axolotl"
PLACE = "Wombat Lane"
FILES = {"numbat-ledger.txt": b"A list of payments to Bongo Ltd."}
LETTER = (
    f"From: {NAME} <{ADDRESS}>\r\nTo: tips@localhost\r\nSubject: About the kudubook\r\nMIME-Version: 1.0\r\n"
    f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n{WORDS}\r\n--b\r\n'
    'Content-Type: image/png; name="gerenuk.png"\r\nContent-Disposition: attachment\r\n\r\nnot a picture\r\n--b--\r\n'
).encode()
BROKEN = LETTER.replace(b"multipart/mixed", b"multipart/saiga").replace(b"image/png", b"nilgai/;;=\xff")
SAID = (
    "quaggahide",
    "okapi",
    "Axolotl",
    "Odile",
    "Wombat",
    "numbat",
    "Bongo",
    "kudubook",
    "gerenuk",
    "saiga",
    "hartebeest",
)
"""What may be in no log, beside the codes and passwords that come about on the way."""


LOGGED = {
    ("tipline.web", "Not caught"),
    ("tipline.mail", "A mail could not be taken"),
    ("tipline.mail", "A mail could not be filed"),
}


def test_no_file_and_no_log_tells_who_a_reader_was_or_what_they_said(settings: Settings) -> None:
    relay = Relay(rcpt=lambda address: f"550 5.1.1 <{address}> is unknown to us" if "gone" in address else "250 OK")
    with relaying(relay) as port, running(settings.instance, **environ(port)) as site:
        told = send_tips(site)
        provoke(site, settings.instance)
        told += work_at_the_desk(site, settings.instance)
        break_things(site, settings.instance)
        while_it_runs = traces(settings.instance, [*WHO, *hashes(), *told])

    assert while_it_runs == []
    assert traces(settings.instance, [*WHO, *hashes(), *told]) == []
    assert "quaggahide in tipline.sqlite" in traces(settings.instance, ["quaggahide"])
    assert [path.name for path in settings.instance.rglob("*") if any(word in path.name for word in SAID)] == []
    log = site.log.read_text()
    assert [word for word in (*WHO, *SAID, *told) if word.lower() in log.lower()] == []
    assert {(line["logger"], line["message"]) for line in logged(site)} >= LOGGED


def send_tips(site: Site) -> list[str]:
    """By form with every field, and by mail; the codes and cookies that came about."""
    reader = Visitor(site.port, BROWSER, CAME_FROM)
    token = reader.ask("GET", "/tips?about=https://hartebeest.example/story").hidden("token")
    time.sleep(2.2)
    fields = {"place": PLACE, "name": NAME, "contact": "email"}
    assert reader.send(token, WORDS, FILES, email=ADDRESS, **fields).status == 303
    told = list(reader.cookies.values())
    code = code_of(reader.ask("GET", "/tips/thanks").text)
    assert reader.press("/tips/return", code=code).status == 200
    assert reader.send(token, WORDS, {}, email="gone." + ADDRESS, **fields).status == 303
    assert reader.send(token, WORDS, {}, contact="phone", phone="0163 hartebeest", times="saiga").status == 303
    for letter in (LETTER, BROKEN, b"quaggahide, and nothing else", LETTER + bytes(range(256)) * 40):
        post(site.mail_port, ADDRESS, ["tips@localhost"], letter, source=CAME_FROM, name=GREETING)
    return [*told, code, code.replace(" ", "-")]


def provoke(site: Site, instance: Path) -> None:
    """Everything that we refuse, and everything that is none of HTTP or SMTP."""
    reader = Visitor(site.port, BROWSER, CAME_FROM)
    token = reader.token()
    statuses = [
        reader.send("quaggahide", WORDS, FILES).status,
        reader.send(token, "").status,
        reader.send(token, WORDS, {"numbat-ledger.txt": bytes(200_000)}).status,
        reader.ask("GET", "/quaggahide?okapi=Wombat").status,
        reader.ask("PUT", "/tips?okapi").status,
        reader.press("/tips/return", code="quaggahide okapi numbat").status,
        reader.ask("POST", "/tips", b"--quaggahide", "multipart/form-data").status,
        Visitor(site.port, {**BROWSER, "Host": "okapi.example"}, CAME_FROM).ask("GET", "/tips").status,
    ]
    assert statuses == [403, 422, 413, 404, 405, 404, 403, 400]
    for sender, recipients in (("okapi", ["axolotl@nowhere.example"]), (f"<{ADDRESS}", ["tips@localhost", "\tokapi"])):
        with suppress(smtplib.SMTPException):
            post(site.mail_port, sender, recipients, LETTER, source=CAME_FROM, name=GREETING)
    with held_database(instance), ThreadPoolExecutor() as others:
        sending = others.submit(reader.send, token, WORDS, FILES, contact="email", email=ADDRESS)
        mailing = others.submit(refusal, site.mail_port, LETTER + b"again", ADDRESS)
        assert (sending.result().status, mailing.result()) == (503, (250, 451))


def work_at_the_desk(site: Site, instance: Path) -> list[str]:
    """Sign in after two wrong tries, look, search, decide, be refused; the password and the cookie."""
    editor = Visitor(site.port, BROWSER, CAME_FROM)
    token = editor.ask("GET", "/desk/sign-in").hidden("token")
    for email, password in (
        (ADDRESS, "quaggahide"),
        ("ines@ledger.example", "Wombat"),
        ("ines@ledger.example", PASSWORD),
    ):
        editor.press("/desk/sign-in", token=token, email=email, password=password, next="/desk")
    row = next(one for one in dumped(instance)["tips"] if one["files"])
    page = editor.ask("GET", f"/desk/tips/{row['ref']}")
    own = {"csrf_token": page.hidden("csrf_token"), "version": "1"}
    statuses = [
        editor.ask("GET", "/desk?q=quaggahide").status,
        editor.ask("GET", f"/desk/tips/{row['ref']}/files/1").status,
        editor.press(f"/desk/tips/{row['ref']}/note", words="About the quaggahide", **own).status,
        editor.press(f"/desk/tips/{row['ref']}/level", level="1", **own).status,
        editor.press(f"/desk/tips/{row['ref']}/level", level="2", **own).status,
        editor.press(f"/desk/tips/{row['ref']}/close", outcome="published", url="okapi", **own).status,
        editor.press(f"/desk/tips/{row['ref']}/note", words="quaggahide").status,
        editor.ask("GET", "/desk/tips/okapi").status,
    ]
    assert statuses == [200, 200, 303, 303, 409, 422, 403, 404]
    return [PASSWORD, *editor.cookies.values()]


def break_things(site: Site, instance: Path) -> None:
    """A bug of ours, met by a form, by a mail and by an editor's page, and a connection that ends in the middle."""
    reader = Visitor(site.port, BROWSER, CAME_FROM)
    with missing_table(instance, "details"):
        answer = reader.send(reader.token(), WORDS, FILES, contact="email", email=ADDRESS)
        post(site.mail_port, ADDRESS, ["tips@localhost"], LETTER + b"once more", source=CAME_FROM, name=GREETING)
        assert until(lambda: "A mail could not be filed" in {line["message"] for line in logged(site)})
    assert answer.status == 500
    with suppress(OSError, HTTPException):
        Visitor(site.port, {**BROWSER, "Content-Length": "9999"}, CAME_FROM, timeout=0.5).ask("POST", "/tips", b"okapi")


def traces(instance: Path, hidden: Iterable[str]) -> list[str]:
    """What of it is in some file of the instance, or in its name."""
    files = {path.name: path.name.encode() + path.read_bytes() for path in instance.rglob("*") if path.is_file()}
    return [f"{word} in {name}" for word in hidden for name, held in files.items() if word.encode() in held]


def hashes() -> list[str]:
    """Hashes of a reader's addresses without a key, which anybody could try out."""
    addresses = [address.encode() for address in (CAME_FROM, FORWARDED)]
    return [made(address).hexdigest() for address in addresses for made in (hashlib.md5, hashlib.sha1, hashlib.sha256)]


def logged(site: Site) -> list[dict[str, str]]:
    """The log so far."""
    return [json.loads(line) for line in site.log.read_text().splitlines()]


def environ(port: int) -> dict[str, str]:
    """The most talkative site, behind a proxy whose word on addresses is taken."""
    return {
        "TIPLINE_SMTP_HOST": HOST,
        "TIPLINE_SMTP_PORT": str(port),
        "TIPLINE_SMTP_SECURITY": "none",
        "TIPLINE_WEB_PROXIES": "1",
        "TIPLINE_LIMITS_FILE_BYTES": "100000",
        "TIPLINE_NEWSROOM_HOSTS": "hartebeest.example",
        "TIPLINE_LOG_LEVEL": "debug",
    }
