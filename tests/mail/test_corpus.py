"""Every mail of the corpus gives what its manifest says, as far as this door reads it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.mail.letters import CORPUS, Expectation, corpus_mail, entries, envelope, kept, read
from tipline.domain.mail import MailKind
from tipline.mail import submission
from tipline.mail.headers import split_mail
from tipline.mail.read import ReadMail

FLAGS = {
    "mixed-script display name": "mixed_script",
    "display name carries another address": "address_in_name",
    "duplicate From": "duplicate_from",
    "bidi control in file name": "bidi_file_name",
    "nesting limit": "nesting_limit",
    "part limit": "part_limit",
}
# What other rooms do with a mail that was read here, and what this door does not do.
ELSEWHERE = {
    "note": "a remark",
    "confidence": "a remark",
    "subject_note": "tested in test_words.py",
    "within_ms": "tested in test_hostile.py",
    "never_served_inline": "the web's part",
    "escaped_on_output": "the web's part",
    "raw_downloadable": "the kept bytes, by tipline dump",
    "raw_keeps_nul": "the kept bytes, by tipline dump",
    "recipient": "the door routes by envelope",
    "tag": "the door routes by envelope",
    "operator_notice": "not read here",
    "no_auto_reply_to_cc": "only an envelope's sender is ever answered, see test_filing.py",
    "tnef_attachment_filenames": "winmail.dat is not opened",
    "verp_token": "bounces are not joined to what we sent",
    "final_recipient": "bounces are not joined to what we sent",
    "status": "bounces are not joined to what we sent",
    "original_message_id": "bounces are not joined to what we sent",
    "permanent": "bounces are not joined to what we sent",
    "thread": "mails are not joined to threads",
    "signature": "signatures are not looked at",
    "auth": "results of authentication are not looked at",
    "dkim": "signatures are not looked at",
}


def names(mail: ReadMail) -> list[str]:
    return [file.name for file in mail.files]


def from_address(mail: ReadMail) -> str | None:
    return mail.sender.address if mail.from_count else None


def nested(mail: ReadMail, wanted: Expectation) -> bool:
    """An attached mail is whole: read by itself, it says what it said."""
    inner = read(next(file.content for file in mail.files if file.media_type == "message/rfc822"))
    return all(CHECKS[key](inner, value) for key, value in wanted.items())


CHECKS: dict[str, Callable[[ReadMail, Any], bool]] = {
    "class": lambda mail, kind: mail.kind == kind,
    "tip": lambda mail, tip: mail.becomes_tip is tip,
    "no_auto_reply": lambda mail, silent: mail.acknowledge is not silent,
    "accept": lambda mail, _: mail.kind in MailKind,
    "quarantine": lambda mail, _: (
        not mail.becomes_tip or submission.of(mail, kept(b""), desk=None, ours=False).spam_points >= 100
    ),
    "subject": lambda mail, subject: mail.subject == subject,
    "subject_single_line": lambda mail, _: "\n" not in mail.subject and "\r" not in mail.subject,
    "text": lambda mail, texts: mail.words == "\n\n".join(texts),
    "text_contains": lambda mail, texts: all(text in mail.words for text in texts),
    "text_startswith": lambda mail, start: mail.words.startswith(start),
    "text_has_no_nul": lambda mail, _: "\0" not in mail.words,
    "text_is_valid_utf8": lambda mail, _: bool(mail.words.encode()),
    "text_kept_verbatim": lambda mail, _: mail.words.startswith("-----BEGIN") and mail.words.endswith("-----"),
    "from_address": lambda mail, address: from_address(mail) == address,
    "from_address_any_of": lambda mail, addresses: from_address(mail) in addresses,
    "author_address": lambda mail, address: from_address(mail) == address,
    "from_display": lambda mail, name: mail.sender.name == name,
    "from_count": lambda mail, count: mail.from_count == count,
    "show_punycode": lambda mail, _: "punycode" in mail.flags and mail.sender.address.isascii(),
    "flag": lambda mail, flag: FLAGS[flag] in mail.flags,
    "encrypted": lambda mail, _: "encrypted" in mail.flags,
    "attachments": lambda mail, count: len(mail.files) == count,
    "attachment_types": lambda mail, types: [file.media_type for file in mail.files] == types,
    "attachment_filenames": lambda mail, wanted: names(mail) == wanted,
    "attachment_filenames_safe": lambda mail, wanted: names(mail) == wanted,
    "filename_has_no_control_chars": lambda mail, _: all(name.isprintable() for name in names(mail)),
    "inline_cid": lambda mail, ids: [file.content_id for file in mail.files] == ids,
    "never_unpacked": lambda mail, _: len(mail.files) == 1,
    "no_remote_fetch": lambda mail, _: "http://t.example" not in mail.words,
    "sanitised_has_none_of": lambda mail, words: not any(word in mail.words for word in words),
    "message_id": lambda mail, wanted: mail.message_id == wanted,
    "references_capped": lambda mail, _: len(mail.references) == 100,
    "date_claimed": lambda mail, wanted: mail.date_claimed == wanted,
    "nested": nested,
}


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["file"])
def test_a_mail_of_the_corpus_is_read_as_its_manifest_says(entry: Expectation) -> None:
    mail = read(corpus_mail(entry["file"]))

    expected = {key: value for key, value in entry["expect"].items() if key not in ELSEWHERE}
    assert {key: CHECKS[key](mail, value) for key, value in expected.items()} == dict.fromkeys(expected, True)


def test_every_mail_of_the_corpus_is_in_its_manifest() -> None:
    assert {entry["file"] for entry in entries()} == {path.name for path in CORPUS.glob("*.eml")}


def test_a_split_character_of_two_encoded_words_is_whole() -> None:
    assert read(corpus_mail("encoded-word-split-multibyte.eml")).subject == "Ãé"


def test_an_attached_mail_does_not_leak_into_the_words() -> None:
    mail = read(corpus_mail("fwd-as-attachment.eml"))

    assert mail.words == "see attached mail"
    assert mail.files[0].content.startswith(b"From: Insider <insider@corp.example>\r\n")


def test_what_was_not_read_is_attached_whole() -> None:
    for name in ("deep-300.eml", "parts-5000.eml", "binary-garbage.eml"):
        mail = read(corpus_mail(name))
        assert mail.files[-1].name == "original.eml"
        assert mail.files[-1].content == corpus_mail(name)


def test_a_null_sender_by_a_relay_is_a_null_sender() -> None:
    raw = corpus_mail("null-return-path-human-looking.eml")

    assert envelope(raw).sender == ""
    assert "return-path" in split_mail(raw)[0]
