"""Work beside the caller's."""

import os
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


def test_more_than_there_are_threads_for_is_all_done():
    results = [beside.begin(lambda n=n: n) for n in range(3 * beside.AT_ONCE)]
    assert [result() for result in results] == list(range(3 * beside.AT_ONCE))


def test_a_forked_process_works_beside_itself_too():
    beside.begin(int)()
    child = os.fork()
    if child == 0:
        os._exit(beside.begin(lambda: 7)())
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
