"""Links are made from public_url alone."""

import pytest

from tipline.links import Links


@pytest.mark.parametrize(("public_url", "prefix"), [("https://paper.example", ""), ("https://paper.example/x", "/x")])
def test_every_link_begins_with_the_public_address_and_its_path(public_url: str, prefix: str) -> None:
    links = Links(public_url)

    assert links.prefix == prefix
    assert (links.form, links.desk) == (f"{public_url}/tips", f"{public_url}/desk")
    assert links.returning == f"{public_url}/tips/return"
    assert links.tip("T-7K3MQ9") == f"{public_url}/desk/tips/T-7K3MQ9"
    assert links.secure
    assert links.host == "paper.example"


def test_what_is_put_into_a_link_stays_one_part_of_it() -> None:
    assert Links("http://a").tip("../x?y") == "http://a/desk/tips/..%2Fx%3Fy"
    assert Links("http://a").invitation("a/b").endswith("a%2Fb")
