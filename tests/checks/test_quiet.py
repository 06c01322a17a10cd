"""Native chatter is swallowed; anything else still reaches the log."""

import os

import pytest

from proctor_core.checks.quiet import caught_chatter


def test_known_chatter_is_swallowed_and_other_lines_come_out(capfd: pytest.CaptureFixture[str]) -> None:
    with caught_chatter():
        os.write(
            2, b"INFO: [environment.cc:36] Creating LiteRT environment\nW0000 00:00:17 x.cc:1] noise\nout of memory\n"
        )
    assert capfd.readouterr().err == "out of memory\n"


def test_what_was_written_before_an_error_comes_out_too(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="broken"), caught_chatter():
        os.write(2, b"model is broken\n")
        raise ValueError("broken")
    assert capfd.readouterr().err == "model is broken\n"


def test_blocks_that_overlap_leave_the_log_where_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    first, second = caught_chatter(), caught_chatter()
    first.__enter__()
    second.__enter__()
    os.write(2, b"of both\n")
    first.__exit__(None, None, None)
    os.write(2, b"of the second\n")
    second.__exit__(None, None, None)
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "of both\nof the second\nafterwards\n"
