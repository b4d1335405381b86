"""Numbers in a form: an id, a version; whole, small enough for the store, or none."""

from flask import request

from tipline.domain.refusals import Invalid

MOST_DIGITS = 18


def number(name: str) -> int | None:
    """The number of a field, none where it is empty. Raises Invalid for anything else."""
    given = request.form.get(name, "").strip()
    return read(given) if given else None


def read(given: str) -> int:
    """A number of at most MOST_DIGITS digits. Raises Invalid."""
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
        raise Invalid("This form is damaged. Load the page again")
    return int(given)
