"""The OpenAPI document says of every operation how to come in, what is sent with an example, and what can go wrong; offline."""

import re
from typing import Any

import pytest

from tests.support.web_world import WebWorld

OPEN = {"GET /health", "GET /version", "OPTIONS /proctor/upload-recording/"}
"""Anybody may ask for these."""


@pytest.fixture
def document(world: WebWorld) -> dict[str, Any]:
    return world.ask("GET", "/api/openapi.json").json()


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    paths = document["paths"].items()
    return [(f"{method.upper()} {path}", said) for path, methods in paths for method, said in methods.items()]


def test_every_operation_says_how_to_come_in(document: dict[str, Any]) -> None:
    assert {name for name, said in operations(document) if not said.get("security")} == OPEN
    ways = {way for _, said in operations(document) for one in said.get("security", []) for way in one}
    assert ways == {"token", "page"} == set(document["components"]["securitySchemes"])


def test_every_operation_has_a_sentence_and_its_error_cases_with_examples(document: dict[str, Any]) -> None:
    for name, said in operations(document):
        assert said["description"], name
        wrong = {int(status): case for status, case in said["responses"].items() if int(status) >= 400}
        assert wrong, name
        assert 401 in wrong or name in OPEN, name
        for status, case in wrong.items():
            if status == 503 and name == "GET /health":
                continue
            (content,) = case["content"].items()
            assert content[0] == "application/problem+json", name
            assert content[1]["example"]["status"] == status, name


def test_every_json_body_has_an_example(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name, said in operations(document):
        body = said.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            assert schemas[body["schema"]["$ref"].rpartition("/")[2]].get("examples"), name


def test_every_post_that_creates_takes_a_key_or_names_what_stands_for_it(document: dict[str, Any]) -> None:
    creating = {name for name, said in operations(document) if name.startswith("POST") and "201" in said["responses"]}
    keyed = {
        name
        for name, said in operations(document)
        if any(part.get("name", "").lower() == "idempotency-key" for part in said.get("parameters", []))
    }
    # The same file again is the recording that is there.
    assert creating - keyed == {"POST /proctor/upload-recording/"}
    assert keyed - creating == {"POST /proctor/verify-initial/"}
    numbered = ("POST /proctor/heartbeat/", "POST /proctor/record-violation/")
    for name, said in operations(document):
        if name in numbered:
            ref = said["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert "sequence" in document["components"]["schemas"][ref.rpartition("/")[2]]["required"]


def test_the_documentation_page_needs_no_other_server(world: WebWorld) -> None:
    page = world.ask("GET", "/api/docs")
    assert page.status_code == 200
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"|url: '([^']+)'", page.text)
    found = [first or second for first, second in addresses]
    assert len(found) >= 4
    for address in found:
        assert address.startswith("/api/"), address
        assert world.ask("GET", address).status_code == 200, address
    assert world.ask("GET", "/api/docs-files/passwd").status_code == 404
