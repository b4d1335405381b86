"""Whose move it is: every path of a tip, and no other."""

from itertools import product

import pytest

from tipline.domain.refusals import Refused
from tipline.domain.status import PATHS, Status, check_path

ALLOWED = """
    quarantine > new open closed
    new        > quarantine open waiting closed
    open       > new waiting closed
    waiting    > open closed
    closed     > open closed
"""
"""The table of the desk's design, written down a second time."""

PAIRS = {
    (Status(now), Status(then))
    for now, _, thens in (line.strip().partition(">") for line in ALLOWED.strip().splitlines())
    for now in now.split()
    for then in thens.split()
}


@pytest.mark.parametrize(("now", "then"), sorted(PAIRS))
def test_a_tip_may_go_these_ways(now, then):
    check_path(now, then)


@pytest.mark.parametrize(("now", "then"), sorted(set(product(Status, Status)) - PAIRS))
def test_any_other_way_is_refused_and_says_which_are_open(now, then):
    with pytest.raises(Refused) as refusal:
        check_path(now, then)

    said = str(refusal.value)
    assert f"that is {now} cannot become {then}" in said
    assert said.endswith("It can become: " + ", ".join(sorted(PATHS[now])))


def test_every_status_can_be_left_and_reached():
    assert set(PATHS) == set(Status)
    assert all(PATHS.values())
    assert set().union(*PATHS.values()) == set(Status)
