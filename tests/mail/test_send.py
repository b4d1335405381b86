"""The outbox and relays of all tempers: nothing is lost, nothing is sent where it should not, nobody waits long."""

import ssl
import time
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.fakes import DAY, HOUR, MINUTE, FakeClock, sent
from tests.mail.certificates import issued, self_signed
from tests.mail.servers import HOST, Relay, relaying, silent, unused_port
from tipline.domain.job import JobState
from tipline.domain.submission import Acknowledgement
from tipline.logs import Line
from tipline.mail.send import deliver
from tipline.newsroom import Newsroom, intake, jobs

pytestmark = pytest.mark.slow


def thank(newsroom: Newsroom, *readers: str) -> None:
    """A tip of each reader, who is to be thanked."""
    for reader in readers:
        intake.receive(newsroom, sent(acknowledge=Acknowledgement(to=reader)))


def by(newsroom: Newsroom, port: int, **settings: object) -> Newsroom:
    """The newsroom with a relay at this port."""
    changed = replace(newsroom.settings, smtp_host=HOST, smtp_port=port, **settings)  # type: ignore[arg-type]  # any
    return replace(newsroom, settings=changed)


def states(newsroom: Newsroom) -> list[tuple[JobState, str]]:
    return [(job.state, job.fault) for job in reversed(jobs.listing(newsroom))]


def test_what_is_due_is_sent_in_one_session(newsroom: Newsroom) -> None:
    thank(newsroom, "a@example.com", "b@example.com", "c@example.com")
    relay = Relay()
    with relaying(relay) as port:
        assert deliver(by(newsroom, port)) == 3
        assert deliver(by(newsroom, port)) == 0

    assert relay.sessions == 1
    assert {message_from_bytes(mail)["To"] for mail in relay.mails} == {f"{name}@example.com" for name in "abc"}
    assert all(sender.startswith("tips+b-") for sender in relay.senders)
    assert states(newsroom) == [(JobState.DONE, "")] * 3


def test_without_a_relay_everything_stays_in_the_outbox(newsroom: Newsroom) -> None:
    thank(newsroom, "a@example.com")

    assert deliver(newsroom) == 0
    (job,) = jobs.listing(newsroom)
    assert (job.state, job.attempts) == (JobState.DUE, 0)


def test_a_reader_refused_for_good_is_not_tried_again_and_the_others_are_served(newsroom: Newsroom) -> None:
    thank(newsroom, "gone@example.com", "full@example.com", "fine@example.com")
    answers = {"gone@example.com": "550 gone@example.com unknown", "full@example.com": "452 gone@example.com is full"}
    relay = Relay(rcpt=lambda address: answers.get(address, "250 OK"))
    with relaying(relay) as port:
        deliver(by(newsroom, port))

    assert states(newsroom) == [
        (JobState.DEAD, "refused for good: 550"),
        (JobState.DUE, "refused for now: 452"),
        (JobState.DONE, ""),
    ]


@pytest.mark.parametrize(
    ("relay", "state"),
    [
        (Relay(data="554 no"), JobState.DEAD),
        (Relay(data="451 later"), JobState.DUE),
        (Relay(mail="550 not you"), JobState.DEAD),
        (Relay(mail="451 not now"), JobState.DUE),
        (Relay(data="421 closing"), JobState.DUE),
    ],
)
def test_a_no_for_good_is_told_from_a_no_for_now(newsroom: Newsroom, relay: Relay, state: JobState) -> None:
    thank(newsroom, "a@example.com")
    with relaying(relay) as port:
        deliver(by(newsroom, port))

    assert [found for found, _ in states(newsroom)] == [state]


def test_a_second_try_carries_the_same_message_id(newsroom: Newsroom, clock: FakeClock) -> None:
    thank(newsroom, "a@example.com")
    relay = Relay()
    with relaying(relay) as port:
        relay.data = "451 later"
        deliver(by(newsroom, port))
        relay.data = "250 OK"
        assert deliver(by(newsroom, port)) == 0
        clock.advance(MINUTE)
        assert deliver(by(newsroom, port)) == 1

    assert message_from_bytes(relay.mails[0])["Message-ID"] == jobs.listing(newsroom)[0].message_id


def test_a_mail_that_was_sent_when_the_power_went_is_sent_again_under_its_name(
    newsroom: Newsroom, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    thank(newsroom, "a@example.com")
    relay = Relay()
    with relaying(relay) as port:
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "done", killed)
            with pytest.raises(KeyboardInterrupt):
                deliver(by(newsroom, port))
        clock.advance(2 * MINUTE)
        deliver(by(newsroom, port))

    assert len({message_from_bytes(mail)["Message-ID"] for mail in relay.mails}) == 1
    assert len(relay.mails) == 2


def test_a_relay_that_is_dead_drops_or_hangs_costs_one_wait_for_a_whole_batch(newsroom: Newsroom) -> None:
    with silent() as hanging, relaying(Relay(data="drop")) as dropping, relaying(Relay(hang=30)) as slow:
        for number, port in enumerate((unused_port(), hanging, dropping, slow)):
            thank(newsroom, *(f"{number}{name}@example.com" for name in "abcde"))
            began = time.monotonic()
            assert deliver(by(newsroom, port, smtp_timeout=1)) == 5
            assert time.monotonic() - began < 4

    assert {state for state, _ in states(newsroom)} == {JobState.DUE}
    assert len(states(newsroom)) == 20


def test_after_two_days_of_a_dead_relay_a_job_is_dead_and_can_be_tried_again(
    newsroom: Newsroom, clock: FakeClock
) -> None:
    thank(newsroom, "a@example.com")
    dead = by(newsroom, unused_port())
    for _ in range(20):
        deliver(dead)
        clock.advance(DAY)
    assert states(newsroom)[0][0] is JobState.DEAD

    jobs.retry(newsroom, jobs.listing(newsroom)[0].id)
    with relaying(Relay()) as port:
        deliver(by(newsroom, port))
    assert states(newsroom)[0][0] is JobState.DONE


def test_a_batch_ends_before_its_lease_does(newsroom: Newsroom, clock: FakeClock) -> None:
    thank(newsroom, "a@example.com", "b@example.com")

    def slowly(address: str) -> str:
        clock.advance(HOUR)
        return "250 OK"

    with relaying(Relay(rcpt=slowly)) as port:
        deliver(by(newsroom, port))

    assert [state for state, _ in states(newsroom)] == [JobState.DONE, JobState.DUE]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail_and_no_password(
    newsroom: Newsroom, tmp_path: Path, security: str
) -> None:
    thank(newsroom, "a@example.com")
    relay, certificate = Relay(), self_signed(tmp_path, "IP:127.0.0.1")
    with relaying(relay, tls=certificate.context(), wrapped=security == "tls") as port:
        deliver(by(newsroom, port, smtp_security=security, smtp_username="us", smtp_password="secret"))

    assert relay.mails == []
    assert states(newsroom) == [(JobState.DUE, "SSLCertVerificationError")]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_for_another_name_gets_no_mail(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    thank(newsroom, "a@example.com")
    relay = Relay()
    certificate, authority = issued(tmp_path, "DNS:other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with relaying(relay, tls=certificate.context(), wrapped=security == "tls") as port:
        deliver(by(newsroom, port, smtp_security=security))

    assert relay.mails == []
    assert states(newsroom) == [(JobState.DUE, "SSLCertVerificationError")]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_vouched_for_gets_mail_and_password(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    thank(newsroom, "a@example.com")
    relay = Relay()
    certificate, authority = issued(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    # aiosmtpd takes passwords only over a connection that it secured itself.
    login = "us:secret" if security == "starttls" else ""
    named = {"smtp_username": "us", "smtp_password": "secret"} if login else {}
    with relaying(relay, tls=certificate.context(), wrapped=security == "tls", login=login) as port:
        deliver(by(newsroom, port, smtp_security=security, **named))

    assert len(relay.mails) == 1
    assert states(newsroom) == [(JobState.DONE, "")]


def test_a_relay_without_tls_gets_nothing_when_tls_was_asked_for(newsroom: Newsroom) -> None:
    thank(newsroom, "a@example.com")
    relay = Relay()
    with relaying(relay) as port:
        deliver(by(newsroom, port, smtp_security="starttls"))

    assert relay.mails == []
    assert states(newsroom) == [(JobState.DUE, "SMTPNotSupportedError")]


def test_a_wrong_password_is_trouble_and_not_the_readers_fault(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thank(newsroom, "a@example.com")
    certificate, authority = issued(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with relaying(Relay(), tls=certificate.context(), login="us:secret") as port:
        deliver(by(newsroom, port, smtp_security="starttls", smtp_username="us", smtp_password="wrong"))

    assert states(newsroom) == [(JobState.DUE, "SMTPAuthenticationError 535")]


def test_nothing_of_a_reader_is_logged(newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    thank(newsroom, "jane.doe@example.com")
    with caplog.at_level("DEBUG"), relaying(Relay(data="drop")) as port:
        caplog.clear()
        deliver(by(newsroom, port))

    lines = [Line().format(record) for record in caplog.records if record.name.startswith("tipline")]
    assert lines
    assert not any("jane" in line for line in lines)
    assert not any("jane" in fault for _, fault in states(newsroom))


def test_the_systems_authorities_are_the_ones_that_count() -> None:
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
