"""The form's token."""

from tests.fakes import DAY
from tipline.newsroom import Newsroom
from tipline.web import tokens


def test_a_token_is_ours_whenever_it_comes_back(newsroom: Newsroom) -> None:
    text = tokens.issue(newsroom)
    newsroom.clock.advance(400 * DAY)
    assert tokens.read(newsroom, text) is not None


def test_each_form_has_its_own(newsroom: Newsroom) -> None:
    assert tokens.issue(newsroom) != tokens.issue(newsroom)


def test_what_is_changed_or_signed_for_something_else_is_not_ours(newsroom: Newsroom) -> None:
    text = tokens.issue(newsroom)
    forged = (text[:-1] + "x", text[1:], "", ".", newsroom.signer.sign("kept file", "nonce.1"))
    assert [tokens.read(newsroom, one) for one in forged] == [None] * 5


def test_only_the_first_two_seconds_are_haste(newsroom: Newsroom) -> None:
    token = tokens.read(newsroom, tokens.issue(newsroom))
    assert token
    assert token.hasty(token.at + 1_999)
    assert not token.hasty(token.at + 2_000)
