"""How a reader can be reached."""

import pytest

from tipline.domain.source import Contact, ContactKind


@pytest.mark.parametrize(
    ("contact", "answerable"),
    [
        (Contact(ContactKind.EMAIL, "marta@mail.example"), True),
        (Contact(ContactKind.PHONE, "0100 555 0199", times="after six"), True),
        (Contact(ContactKind.EMAIL), False),
        (Contact(ContactKind.CODE, "left over"), False),
        (Contact(ContactKind.NONE), False),
        (Contact(), False),
    ],
)
def test_only_an_address_or_a_number_lets_us_write_first(contact, answerable):
    assert contact.answerable is answerable
