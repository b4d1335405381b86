"""Every address of the desk, with every role, on own, other's and unknown tips, against the table in the docs."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import person
from tests.fakes import sent
from tests.web.visits import Visit, come_in
from tipline.domain.editor import Role
from tipline.domain.submission import SubmittedFile
from tipline.newsroom import Newsroom, accounts, intake, tips, triage

TABLE = Path(__file__).parents[2] / "docs" / "develop" / "rights.md"
LINE = re.compile(r"^\| (GET|POST) (\S+) \| (yes|no) \| (yes|no) \| (yes|no) \| (yes|no) \|$", re.MULTILINE)
UNKNOWN = "T-ZZZZZZ"
WHO = {Role.REPORTER: "tom", Role.EDITOR: "priya", Role.ADMIN: "ines"}
SECRET = "Xylophone ledgers were burnt behind the mill"

FIELDS: dict[str, dict[str, Any]] = {
    "/desk/tips/<ref>/level": {"level": "1"},
    "/desk/tips/<ref>/desk": {"desk": ""},
    "/desk/tips/<ref>/close": {"outcome": "spam"},
    "/desk/tips/<ref>/note": {"words": "Called the yard."},
    "/desk/team/desks": {"name": "Sport", "slug": "sport"},
    "/desk/team/people/<int:editor_id>": {"role": "reporter", "active": "yes"},
    "/desk/team/invitations": {"role": "reporter"},
}
BEFORE: dict[str, Callable[..., object]] = {
    "/desk/tips/<ref>/put-back": triage.take,
    "/desk/tips/<ref>/reopen": triage.wait,
    "/desk/tips/<ref>/undo": triage.take,
}
"""What must have happened to a tip before an act can be done to it."""


@dataclass(frozen=True)
class Right:
    """A line of the table."""

    method: str
    rule: str
    nobody: bool
    roles: frozenset[Role]


def rights() -> list[Right]:
    return [
        Right(
            method,
            rule,
            cells[0] == "yes",
            frozenset(role for role, cell in zip(WHO, cells[1:], strict=True) if cell == "yes"),
        )
        for method, rule, *cells in LINE.findall(TABLE.read_text())
    ]


RIGHTS = rights()
ON_TIPS = [right for right in RIGHTS if "<ref>" in right.rule]
ELSEWHERE = [right for right in RIGHTS if "<ref>" not in right.rule and not right.nobody]


def named(right: Right) -> str:
    return f"{right.method} {right.rule}"


def test_the_table_names_every_address_of_the_desk_and_no_other(app: Flask) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert sorted(found) == sorted(named(right) for right in RIGHTS)


@pytest.mark.parametrize("role", WHO, ids=str)
def test_a_tip_that_is_seen(newsroom: Newsroom, app: Flask, role: Role) -> None:
    editor = person(newsroom, WHO[role])
    visit = come_in(app, editor)

    for right in ON_TIPS:
        ref = arrive(newsroom, {"tom": "schools", "priya": "courts", "ines": "schools"}[WHO[role]])
        if right.rule in BEFORE:
            BEFORE[right.rule](newsroom, ref, by=editor)
        answer = ask(visit, right, ref, file_of(newsroom, ref))
        assert answer.status_code in ((200, 303) if role in right.roles else (403,)), named(right)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR], ids=str)
def test_a_hidden_tip_answers_like_none(newsroom: Newsroom, app: Flask, role: Role) -> None:
    ref = arrive(newsroom, {"tom": "courts", "priya": "schools"}[WHO[role]])
    visit, file = come_in(app, person(newsroom, WHO[role])), file_of(newsroom, ref)
    before = tips.look(newsroom, ref, by=person(newsroom, "ines"))

    for right in ON_TIPS:
        hidden, unknown = ask(visit, right, ref, file), ask(visit, right, UNKNOWN, file)
        status = 404 if role in right.roles else 403
        assert (hidden.status_code, unknown.status_code) == (status, status), named(right)
        assert hidden.text.replace(ref, UNKNOWN) == unknown.text, named(right)
        assert sorted(hidden.headers) == sorted(unknown.headers), named(right)
    assert tips.look(newsroom, ref, by=person(newsroom, "ines")) == before


def test_an_unknown_tip_is_unknown_to_an_admin_too(newsroom: Newsroom, app: Flask) -> None:
    visit = come_in(app, person(newsroom, "ines"))

    assert {named(right): ask(visit, right, UNKNOWN, 1).status_code for right in ON_TIPS} == {
        named(right): 404 for right in ON_TIPS
    }


@pytest.mark.parametrize("role", WHO, ids=str)
def test_pages_that_are_about_no_tip(newsroom: Newsroom, app: Flask, role: Role) -> None:
    visit = come_in(app, person(newsroom, WHO[role]))

    for right in ELSEWHERE:
        if right.rule == "/desk/demo/fill" and role in right.roles:
            continue  # sixty tips take seconds; tests/web/test_setup.py waits for them
        answer = ask(visit, right)
        assert answer.status_code in ((200, 201, 303) if role in right.roles else (403,)), named(right)


def test_nobody_signed_in(newsroom: Newsroom, app: Flask) -> None:
    ref = arrive(newsroom, "schools")
    visit, file = Visit(app.test_client()), file_of(newsroom, ref)

    for right in RIGHTS:
        answer = ask(visit, right, ref, file, token=invitation(newsroom))
        # 400: a form without the page it stands on
        expected = (200, 303, 400) if right.nobody else (401,) if right.method == "POST" else (303,)
        assert answer.status_code in expected, named(right)
        assert SECRET not in answer.text


@pytest.mark.parametrize("name", ["tom", "priya"])
def test_lists_searches_and_counts_know_nothing_of_hidden_tips(newsroom: Newsroom, app: Flask, name: str) -> None:
    arrive(newsroom, {"tom": "courts", "priya": "schools"}[name])
    visit = come_in(app, person(newsroom, name))

    for query in ("", "?q=xylophone", "?q=status:new", "?q=desk:schools", "?q=desk:courts", "?q=is:late", "?q=xyl*"):
        page = visit.get("/desk" + query)
        assert page.status_code == 200
        assert SECRET not in page.text
        assert re.search(r'class="c[ "]', page.text) is None  # no count of the rail is above nought


def test_a_toast_tells_nobody_what_another_did(newsroom: Newsroom, app: Flask) -> None:
    ref = arrive(newsroom, "schools")
    taken = triage.take(newsroom, ref, by=person(newsroom, "ines"))

    for name in ("tom", "priya"):
        page = come_in(app, person(newsroom, name)).get(f"/desk?did={ref}.v{taken.version}").text
        assert f"{ref} is yours" not in page


def arrive(newsroom: Newsroom, desk: str) -> str:
    file = SubmittedFile("rota.pdf", io.BytesIO(b"%PDF-1.7 rota"))
    return intake.receive(newsroom, sent(desk=desk, words=SECRET, files=(file,))).ref


def file_of(newsroom: Newsroom, ref: str) -> int:
    return tips.look(newsroom, ref, by=person(newsroom, "ines")).attachments[0].id


def invitation(newsroom: Newsroom) -> str:
    return accounts.invite(newsroom, role=Role.REPORTER, by=None)


def ask(visit: Visit, right: Right, ref: str = "", file: int = 0, token: str = "") -> TestResponse:
    path = right.rule.replace("<ref>", ref).replace("<int:attachment_id>", str(file)).replace("<token>", token)
    path = path.replace("<int:editor_id>", "3")
    return visit.get(path) if right.method == "GET" else visit.post(path, **FIELDS.get(right.rule, {}))
