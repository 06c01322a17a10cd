"""A list of takers is read as spreadsheets write it, or told everything that is wrong in it."""

import pytest

from proctor_core.domain.taker_list import MOST_LINES, ListedTaker, read_taker_list
from proctor_core.domain.text_file import LARGEST_BYTES
from proctor_core.errors import InvalidFile


@pytest.mark.parametrize(
    "content",
    [
        b"name,display_name,email\nada,Ada L.,ada@example.org\n\nbob,,\n",
        b"\xef\xbb\xbfName;Display_Name;Email\r\nada;Ada L.;ada@example.org\r\n;;\r\nbob;;\r\n",
    ],
    ids=["comma", "semicolon with byte order mark"],
)
def test_people_are_read_with_their_lines(content: bytes) -> None:
    ada, bob = read_taker_list(content)
    assert ada == ListedTaker(2, "ada", "Ada L.", "ada@example.org")
    assert bob == ListedTaker(4, "bob", "bob", None)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("expected the columns", 1)]),
        (b"who\nada\n", [("expected the columns", 1)]),
        (b"name,name\na,b\n", [("expected the columns", 1)]),
        (b"name\n", [("at least one person", 2)]),
        (b"name,email\nada,x,y\n", [("expected 2 values", 2)]),
        (b"name,email\n,a@b\nada,nothing\nADA,\n", [("got none", 2), ("with @", 3), ("already, in line 3", 4)]),
        (b"name\n" + b"x" * 121 + b"\n", [("at most 120", 2)]),
        ("name\nada\n\u200b\n\ufeff\u00ad\n".encode(), [("got none", 3), ("got none", 4)]),
        ("name\nada\n{}\n".format("\ufdfa" * 10).encode(), [("at most 120", 3)]),
        (b'name\n"ada\n', [("not CSV", None)]),
        (b"name\n\xff\n", [("UTF-8", 2)]),
        (b"x" * (LARGEST_BYTES + 1), [("at most 1 MiB", None)]),
        (b"name\n" + b"".join(b"n%d\n" % i for i in range(MOST_LINES + 1)), [("at most 2000 people", None)]),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(content: bytes, expected: list[tuple[str, int | None]]) -> None:
    with pytest.raises(InvalidFile) as refused:
        read_taker_list(content)
    assert len(refused.value.mistakes) == len(expected)
    for mistake, (said, line) in zip(refused.value.mistakes, expected, strict=True):
        assert said in mistake.message
        assert line is None or mistake.line == line
