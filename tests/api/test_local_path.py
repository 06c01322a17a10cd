"""Where sign-in may send a person: nowhere but to a page of this program."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proctor_core.api.local_path import HOME, local_path

ORIGIN = "https://proctor.example/account/login"
nasty = st.text(st.sampled_from("/\\.:@?#%09af\t\n\r \x00\x7f\u2028\u3000／＼ahtps-"), max_size=24)


@pytest.mark.parametrize(
    "asked", ["/", "/take_survey", "/review_session?id=7&x=%2F", "/a//b", "/@b", "/statistics#chart"]
)
def test_a_path_of_ours_is_kept(asked: str) -> None:
    assert local_path(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "",
        "home",
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        " /home",
        "/\x7f/evil",
        "/account/logout",
        "/Account/login?next=/",
        "/\ud800",
    ],
)
def test_anything_else_leads_home(asked: str | None) -> None:
    assert local_path(asked) == HOME


def as_a_browser_reads_it(path: str) -> str:
    """Browsers drop tabs and line ends, and read a backslash as a slash."""
    return path.translate(str.maketrans({"\t": None, "\n": None, "\r": None, "\\": "/"})).strip(" \x00")


@given(nasty | st.text(max_size=30) | nasty.map(lambda end: "/" + end))
@example("/\\/\\evil")
def test_no_string_leads_to_another_origin(asked: str) -> None:
    kept = local_path(asked)
    there = urlsplit(urljoin(ORIGIN, as_a_browser_reads_it(kept)))
    assert (there.scheme, there.netloc) == ("https", "proctor.example")
    assert kept.startswith("/")
