"""Whatever comes, it is read: no exception, no invalid text, and no more time or memory than a mail is worth."""

import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.mail.letters import CORPUS, Expectation, corpus_mail, entries, kept, letter, multipart, read
from tipline.domain.mail import MailKind
from tipline.mail import parts, submission
from tipline.mail.read import ReadMail

NAMES = sorted(path.name for path in CORPUS.glob("*.eml"))
SMALL = [name for name in NAMES if len(corpus_mail(name)) < 20_000]
PIECES = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"--b\r\n",
    b"--b--\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: text/html; charset=utf-16\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"=?utf-8?b?////?=",
    b"=?utf-7?q?+2AA-?=",
    b"filename*=utf-16''%FF%FE%00%D8",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'From: "',
    b"<((((",
    b";" * 50,
]
mutations = some.tuples(
    some.sampled_from(SMALL),
    some.lists(some.tuples(some.floats(0, 1), some.sampled_from(PIECES) | some.binary(max_size=8)), max_size=8),
    some.floats(0, 1),
)


def check(raw: bytes, mail: ReadMail) -> None:
    """What holds of every mail: valid text everywhere, names that can be shown, and a submission that can be made."""
    texts = (mail.words, mail.subject, mail.sender.name, mail.sender.address, mail.reply_to, mail.message_id)
    for text in (*texts, *mail.references, *(file.name for file in mail.files), *(f.content_id for f in mail.files)):
        assert text.encode().decode() == text
        assert "\0" not in text
    assert all(file.name and "/" not in file.name and file.name.isprintable() for file in mail.files)
    assert "\n" not in mail.subject + mail.sender.address
    assert mail.kind in MailKind
    assert submission.of(mail, kept(raw), desk=None, ours=False).key == "mail:1"


@settings(max_examples=400, deadline=None)
@given(mutations)
def test_a_mutated_mail_is_read(mutation: tuple[str, list[tuple[float, bytes]], float]) -> None:
    name, inserted, end = mutation
    raw = corpus_mail(name)
    for place, piece in inserted:
        at = int(place * len(raw))
        raw = raw[:at] + piece + raw[at + len(piece) // 2 :]
    raw = raw[: int(end * len(raw)) or len(raw)]

    check(raw, read(raw))


@settings(max_examples=100, deadline=None)
@given(some.binary(max_size=500), some.text(max_size=30))
def test_any_bytes_are_read(raw: bytes, sender: str) -> None:
    check(raw, read(raw, sender))


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_of_the_corpus_makes_valid_text(name: str) -> None:
    check(corpus_mail(name), read(corpus_mail(name)))


def test_a_fault_of_the_reader_makes_an_ugly_tip(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(raw: bytes) -> parts.Parts:
        return endless(raw)

    monkeypatch.setattr(parts, "cut", endless)
    mail = read(letter(b"words"))

    assert (mail.kind, mail.becomes_tip, mail.flags) == (MailKind.UNREADABLE, True, ("unreadable",))
    assert mail.files[0].content == letter(b"words")
    check(letter(b"words"), mail)


@pytest.mark.slow
@pytest.mark.parametrize(
    "entry", [entry for entry in entries() if "within_ms" in entry["expect"]], ids=lambda e: e["file"]
)
def test_a_large_mail_of_the_corpus_takes_its_time_and_no_more(entry: Expectation) -> None:
    raw = corpus_mail(entry["file"])
    began = time.process_time()
    read(raw)

    assert (time.process_time() - began) * 1000 < entry["expect"]["within_ms"]


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def large(kind: str) -> bytes:
    """A mail of some megabytes that is hard on its reader."""
    text, head = b"Content-Type: text/plain", b"Content-Transfer-Encoding: base64"
    line = b"QUJD" * 19 + b"\r\n"
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(45))
    makers = {
        "picture": lambda: multipart(b"mixed", (b"Content-Type: image/png\n" + head, line * 320_000)),
        "dirty base64": lambda: multipart(b"mixed", (b"Content-Type: image/png\n" + head, b"QUJD!=-_" * 500_000)),
        "quoted": lambda: letter(b"=41=\r\n" * 1_000_000, b"Content-Transfer-Encoding: quoted-printable"),
        "noise": lambda: letter(noise(5_000_000)),
        "foreign parts": lambda: multipart(b"mixed", *[(text, b"\xe4\xf6\xfc\xdf " * 800)] * 1000),
        "foreign names": lambda: multipart(b"mixed", *[(b"Content-Type: x/y; name=\xe4\xf6\xfc\xdf", b"")] * 1000),
        "almost boundaries": lambda: multipart(b"mixed", (text, b"--b --b" * 700_000)),
        "boundary lines": lambda: multipart(b"mixed", (text, b"--b x\r\n" * 700_000)),
        "deep and long": lambda: deep + b"\r\n" + b"--x\r\n" * 1_000_000,
        "headers": lambda: b"A: b\r\n" * 900_000 + b"\r\nx",
        "one header": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 300_000 + b"\r\n\r\nx",
        "quotes in From": lambda: b'From: "' + b'\\"' * 2_000_000 + b"\r\n\r\nx",
        "many From": lambda: (b"From: " + b"a@example.com, " * 3000 + b"\r\n") * 100 + b"\r\nx",
        "parameters": lambda: letter(b"x", b"Content-Type: text/plain" + b"; a*0*=%41" * 500_000),
        "html": lambda: letter(b"<p>x<b>y</b>" * 400_000, b"Content-Type: text/html"),
        "html deep": lambda: letter(b"<div>" * 900_000, b"Content-Type: text/html"),
        "html almost deep": lambda: letter(b"<font><p>" * 1900 + b"<p>x" * 40_000, b"Content-Type: text/html"),
        "html entities": lambda: letter(b"&amp&lt;&#1;" * 400_000, b"Content-Type: text/html"),
    }
    return makers[kind]()


KINDS = [
    "picture",
    "dirty base64",
    "quoted",
    "noise",
    "foreign parts",
    "foreign names",
    "almost boundaries",
    "boundary lines",
    "deep and long",
    "headers",
    "one header",
    "quotes in From",
    "many From",
    "parameters",
    "html",
    "html deep",
    "html almost deep",
    "html entities",
]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_takes_more_time_than_it_is_worth(kind: str) -> None:
    raw = large(kind)
    began = time.process_time()
    mail = read(raw)
    took = time.process_time() - began

    check(raw, mail)
    assert took < 2  # half a second on a machine that does nothing else


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["picture", "dirty base64", "quoted", "noise", "deep and long", "one header"])
def test_no_mail_takes_more_memory_than_four_times_its_size(kind: str) -> None:
    raw = large(kind)
    tracemalloc.start()
    read(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # Beside the mail itself; two million characters are the most that is kept as words.
    assert peak < 3 * len(raw) + 20_000_000
