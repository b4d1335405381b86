"""A mail as it is kept."""

from tipline.domain.mail import Envelope, Mail, MailKind, MailState


def test_the_words_that_are_stored_stay_what_they_are():
    kinds = {"human", "auto-reply", "auto-generated", "bounce", "list", "loop", "unreadable"}

    assert set(MailKind) == kinds
    assert set(MailState) == {"kept", "read", "failed"}


def test_a_mail_is_first_of_all_its_envelope_and_bytes():
    mail = Mail(
        1, 1_790_000_000_000, Envelope("", "tips@ledger.example"), "ab" * 32, 3, MailState.KEPT, 0, raw=b"x\r\n"
    )

    assert (mail.kind, mail.tip_id, mail.fault) == (None, None, "")
    assert mail.envelope.way == "smtp"
