"""Work beside the caller's."""

import threading

import pytest

from search import beside


class Panic(BaseException):
    """As a panic of a library in Rust comes: no Exception."""


def test_the_caller_goes_on_and_asks_for_the_result_as_often_as_it_wants():
    may_end = threading.Event()
    calls = []

    def work():
        assert may_end.wait(10)
        calls.append(1)
        return object()

    result = beside.begin(work)
    may_end.set()

    assert result() is result()
    assert calls == [1]


@pytest.mark.parametrize("error", [ValueError, Panic])
def test_whatever_goes_wrong_is_raised_to_who_asks_and_never_waited_for(error):
    def work():
        raise error

    with pytest.raises(error):
        beside.begin(work)()
