"""Times and sizes as a reader sees them."""

import pytest
from flask.testing import FlaskClient

from tests.fakes import HOUR, NOW
from tipline.web import shown


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (34_810, "35 kB"),
        (3_481_022, "3.5 MB"),
        (500_000_000, "500 MB"),
        (2_000_000_000, "2 GB"),
    ],
)
def test_sizes(count: int, said: str) -> None:
    assert shown.size(count) == said


@pytest.mark.parametrize(
    ("hours", "said"), [(-8, "night"), (-5, "morning"), (2, "afternoon"), (8, "evening"), (14, "night")]
)
def test_a_day_has_four_parts(client: FlaskClient, hours: int, said: str) -> None:
    with client.application.app_context():
        assert shown.part(NOW + hours * HOUR) == said


def test_days_are_those_of_the_newsroom_s_time_zone(app_with) -> None:
    late = NOW + 11 * HOUR  # 21:00 UTC
    with app_with(newsroom_timezone="Asia/Tokyo").application.app_context():
        said = (shown.weekday(late), shown.day(late), shown.part(late))
    assert said == ("Thursday", "26 November", "morning")


@pytest.mark.parametrize(("name", "letters"), [("fence.jpg", "JPG"), ("a.torrent", "TORR"), ("notes", "NOTE")])
def test_a_file_s_ending_stands_for_it(name: str, letters: str) -> None:
    assert shown.ending(name) == letters
