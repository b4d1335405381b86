"""One table from refusals to answers."""

import pytest
from flask import Flask

from tipline.domain import refusals
from tipline.domain.refusals import Refusal
from tipline.web.failures import STATUSES

MADE = {
    refusals.TooMany: lambda: refusals.TooMany("Wait {wait} seconds", wait=7),
    refusals.Stale: lambda: refusals.Stale("{who} was faster", field="level", theirs=1, yours=2, who="Priya"),
}


def test_every_refusal_has_its_answer() -> None:
    named = {kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Refusal)}
    assert set(STATUSES) == named - {Refusal}


@pytest.mark.parametrize("kind", list(STATUSES), ids=lambda kind: kind.__name__)
def test_a_refusal_is_a_page_that_says_so(app: Flask, kind: type[Refusal]) -> None:
    def refuse() -> None:
        raise MADE.get(kind, lambda: kind("Said <so> to {name}", name="<b>you</b>"))()

    app.add_url_rule("/refusing", view_func=refuse)
    page = app.test_client().get("/refusing")

    assert page.status_code == STATUSES[kind]
    assert "<title>Error: " in page.text
    assert "<b>you</b>" not in page.text
    assert ("Retry-After" in page.headers) is (page.status_code in (429, 503))


def test_a_wrong_method_names_the_right_ones(app: Flask) -> None:
    assert "POST" in app.test_client().put("/tips").headers["Allow"]
