"""How long promised work waits between tries."""

import pytest

from tipline.domain.job import PAUSES, pause_after

HOUR = 3_600_000


@pytest.mark.parametrize("attempts", range(1, len(PAUSES) + 1))
def test_each_pause_is_longer_than_the_one_before_whatever_the_jitter(attempts):
    shortest, longest = pause_after(attempts, jitter=0), pause_after(attempts, jitter=1)

    assert longest == shortest * 5 // 4
    assert attempts == 1 or shortest > pause_after(attempts - 1, jitter=0)


def test_after_two_days_it_is_given_up():
    assert 46 * HOUR < sum(pause_after(n, jitter=0) for n in range(1, len(PAUSES) + 1)) < 50 * HOUR
    assert pause_after(len(PAUSES) + 1, jitter=0.5) is None
