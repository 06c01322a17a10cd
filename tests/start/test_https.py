"""`HTTPS=1 HOST=0.0.0.0`: the real program behind its own certificate; cookies go back over https only, demo people stay out."""

import http.client
import re
import ssl
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pages.texts_account import ACCOUNT_TEXTS
from tests.support.processes import last_lines
from tests.support.program import RunningProgram, Serve


@pytest.fixture
def program(serve: Serve, models_dir: Path) -> RunningProgram:
    return serve(HTTPS="1", HOST="0.0.0.0", DEMO="1", PROCTORING_MODELS_DIR=str(models_dir))


def ask(program: RunningProgram, path: str) -> tuple[http.client.HTTPResponse, str]:
    """Ask as a browser that was told to trust the certificate, and nothing else."""
    trusting = ssl.create_default_context(cafile=program.data_dir / "https" / "certificate.pem")
    connection = http.client.HTTPSConnection("localhost", urlsplit(program.url).port, timeout=20, context=trusting)
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer, page


def test_it_serves_by_its_own_certificate_to_other_machines(program: RunningProgram) -> None:
    answer, page = ask(program, "/account/login")
    assert answer.status == HTTPStatus.OK
    cookies = answer.headers.get_all("set-cookie") or []
    assert cookies and all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
    assert ACCOUNT_TEXTS.demo_title not in page
    assert ask(program, "/")[0].getheader("location", "").startswith("/account/login")

    said = last_lines(program.log)
    assert re.search(r"SHA-256: ([0-9A-F]{2}:){31}[0-9A-F]{2}", said)
    assert "Nobody can sign in yet" in said
    assert (program.data_dir / "https" / "key.pem").stat().st_mode & 0o077 == 0
