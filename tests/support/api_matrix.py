"""A world with one caller of each kind, and requests of every operation about own, somebody else's and missing objects."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from db.engine import open_engine, reading, transaction
from db.tables import Evidence, User
from proctor_core.api.csrf import HEADER
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.services.recordings.upload_admission import Sender
from tests.api.pictures import jpeg
from tests.support.api_client import browser
from tests.support.session_world import CHEAP, DEFINITION, PASSWORD
from tests.support.uploading import OFFSET_STREAM, TUS, metadata
from tests.support.web_world import COOKIE_NAME, WebWorld

PAGE_OF = {
    "taker's page": "taker",
    "moderator's page": "moderator",
    "analyst's page": "analyst",
    "administrator": "administrator",
}
"""Callers that come with a page's cookie and its CSRF token, and whose rights they have; administrators have no tokens."""
CALLERS = ("nobody", "taker", "session token", "moderator", "analyst", "platform", "other platform", *PAGE_OF)

OWN_PLATFORM, OTHER_PLATFORM = "quiz.example", "other.example"


@dataclass(frozen=True)
class Objects:
    """The ids of one column of the matrix."""

    session: UUID
    evidence: UUID
    person: UUID
    survey: UUID
    external: str
    upload: UUID


@dataclass
class Matrix:
    """A world with one caller of each kind."""

    world: WebWorld
    headers: dict[str, dict[str, str]]
    own: Objects
    others: Objects
    house: Objects
    documented: dict[str, set[int]]

    def ask(
        self, operation: str, caller: str, objects: Objects, *, end: str | None = None, without: str = ""
    ) -> httpx.Response:
        """`end`: what stands behind the path instead of the slash that is documented or not; `without` this header."""
        method, path = operation.split(" ")
        path = path if end is None else path.rstrip("/") + end
        ids = {
            "session_id": objects.session,
            "evidence_id": objects.evidence,
            "person_id": objects.person,
            "survey_id": objects.survey,
            "question_id": "often",
            "upload_id": objects.upload,
            **dict.fromkeys(("verdict_id", "added_id", "mute_id", "appeal_id"), uuid4()),
        }
        body = body_of(operation, objects) if method in ("POST", "PUT") else None
        query = {"external_id": objects.external} if "/people" in path and "platform" in path else {"page": "p"}
        headers = {**self.headers[caller], **headers_of(operation, objects)}
        headers.pop(without, None)
        with browser(self.world) as http:
            return http.request(method, "/api" + path.format(**ids), json=body, params=query, headers=headers)


def headers_of(operation: str, objects: Objects) -> dict[str, str]:
    """Uploads speak by headers."""
    if "/upload-recording/" not in operation:
        return {}
    return {**TUS, **OFFSET_STREAM, "upload-length": "100", "upload-offset": "0"} | {
        "upload-metadata": metadata(session_id=objects.session)
    }


def body_of(operation: str, objects: Objects) -> dict[str, Any]:
    session_id = str(objects.session)
    picture = jpeg_text()
    yes = {"agreed": True, "text_version": "1", "text_sha256": "0" * 64}
    purposes = [{"purpose": purpose, **yes} for purpose in ("monitoring", "recording")]
    bodies: dict[str, dict[str, Any]] = {
        "verify-initial": {"session_id": session_id, "image": picture},
        "record-violation": {
            "session_id": session_id,
            "sequence": 1,
            "type": "no_face",
            "started_s": 0,
            "confidence": 0.5,
            "snapshot": picture,
        },
        "heartbeat": {"session_id": session_id, "sequence": 1, "face_count": 1},
        "consent": {"purposes": purposes},
        "often": {"value": "daily"},
        "observations": {"observations": [{"started_s": 0, "ended_s": 0, "face_count": 1}]},
        "review-session": {"session_id": session_id, "decision": "flag", "notes": "please look"},
        "decision": {"decision": "flag", "notes": "please look", "revision": 0},
        "verdicts": {"violation_ids": [str(objects.evidence)], "signal_ids": [], "kind": "confirm"},
        "/incidents": {"type": "no_face", "started_s": 0, "ended_s": 1},
        "/mutes": {"violation_id": str(objects.evidence)},
        "/appeal": {"words": "It was a picture."},
        "/answer": {"outcome": "upheld", "words": "No."},
        "token": {},
        "/page": {"page": "p"},
        "platform/sessions": {"survey_id": str(objects.survey), "external_id": objects.external},
        "surveys": {"slug": "more", "definition": DEFINITION},
        "{survey_id}/sessions": {"taker_id": str(objects.person)},
    }
    path = operation.replace("{question_id}", "often").rstrip("/")
    return next((body for end, body in bodies.items() if path.endswith(end)), {})


def jpeg_text() -> str:
    return b64encode(jpeg()).decode()


def objects_of(world: WebWorld, external: str, platform: str) -> Objects:
    """A session of one of a platform's people, in progress, with a violation and its picture; the survey is the platform's."""
    caller = world.tokens.caller_of(world.token(TokenScope.SERVICE, name=platform))
    assert caller is not None
    assert caller.token is not None
    survey = world.platform_surveys.add_version(caller.token, "study", DEFINITION)
    session = world.platforms.open_session(caller.token, survey.id, external)
    person = world.platforms.person(caller.token, external)
    token = world.platforms.session_token(caller.token, session.id, timedelta(hours=1)).token
    at = {"authorization": f"Bearer {token}"}
    objects = Objects(session.id, uuid4(), person.id, survey.id, external, uuid4())
    with browser(world) as http:
        for step in ("consent", "verify-initial", "start", "record-violation"):
            path = f"/api/proctor/{step}" if "-" in step else f"/api/sessions/{session.id}/{step}"
            answer = http.post(path, json=body_of(f"POST {path}", objects), headers=at)
            assert answer.status_code == 200, answer.text
    (picture,) = world.rows(Evidence, session_id=session.id)
    upload = world.uploads.begin(Sender(person.id, person.id), session.id, 100)
    return Objects(session.id, picture.id, person.id, survey.id, external, upload.id)


def of_the_house(world: WebWorld) -> Objects:
    """A survey and a taker that an administrator added."""
    survey = world.surveys.add_version(world.administrator, "of-the-house", DEFINITION)
    session = world.asking.assign(world.administrator, survey.id, world.taker.id)
    return Objects(session.id, uuid4(), world.taker.id, survey.id, "p-house", uuid4())


@contextmanager
def built_matrix(database: Path, folder: Path, rate: int = 10_000) -> Iterator[Matrix]:
    """Over a copy of a migrated SQLite file."""
    engine = open_engine(f"sqlite:///{shutil.copy(database, folder / 'proctor.sqlite3')}")
    world = WebWorld(engine, folder, rate=rate)
    try:
        yield _peopled(world)
    finally:
        world.close()
        engine.dispose()


def _peopled(world: WebWorld) -> Matrix:
    own, others = objects_of(world, "p-own", OWN_PLATFORM), objects_of(world, "p-other", OTHER_PLATFORM)
    people = {role: world.person(f"a {role}", role) for role in (Role.MODERATOR, Role.ANALYST)}
    taker = person_of(world, own.person)
    tokens = {
        "taker": world.token(TokenScope.TAKER, taker),
        "session token": world.session_token(own.session),
        "moderator": world.token(TokenScope.MODERATOR, people[Role.MODERATOR]),
        "analyst": world.token(TokenScope.ANALYST, people[Role.ANALYST]),
        "platform": world.token(TokenScope.SERVICE, name=OWN_PLATFORM),
        "other platform": world.token(TokenScope.SERVICE, name=OTHER_PLATFORM),
    }
    pages = {
        "taker's page": page_of(world, taker),
        "moderator's page": page_of(world, people[Role.MODERATOR]),
        "analyst's page": page_of(world, people[Role.ANALYST]),
        "administrator": page_of(world, world.administrator),
    }
    headers = {name: {"authorization": f"Bearer {token}"} for name, token in tokens.items()}
    headers = {"nobody": dict[str, str](), **headers, **pages}
    with browser(world) as http:
        paths = http.get("/api/openapi.json").json()["paths"]
    documented = {
        f"{method.upper()} {path}": {int(status) for status in operation["responses"]}
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    return Matrix(world, headers, own, others, of_the_house(world), documented)


def page_of(world: WebWorld, person: User) -> dict[str, str]:
    """What a page of a signed-in person sends: its cookie and its CSRF token."""
    if person.password_hash is None:  # a platform's person signs in nowhere by themselves
        with transaction(world.engine) as db:
            db.get_one(User, person.id).password_hash = CHEAP.hash(PASSWORD)
    cookie = world.cookie_of(person)
    csrf = world.cookies.csrf_token(world.cookies.read(cookie) or "")
    return {"cookie": f"{COOKIE_NAME}={cookie}", HEADER: csrf}


def person_of(world: WebWorld, person_id: UUID) -> User:
    with reading(world.engine) as db:
        return db.get_one(User, person_id)


def missing() -> Objects:
    return Objects(uuid4(), uuid4(), uuid4(), uuid4(), "p-missing", uuid4())
