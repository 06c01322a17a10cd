"""A case file over the API: a moderator's token gets it, in the browser's language, and nobody else learns that there is one."""

import json
from io import BytesIO
from zipfile import ZipFile

from db.tables import AuditEvent
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.support.api_client import browser
from tests.support.web_world import WebWorld


def test_a_moderator_downloads_a_case_in_their_language_and_a_stranger_hears_not_found(world: WebWorld) -> None:
    session = world.answered()
    world.allege(session.id, 3)
    reason = FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3 violations")
    world.stored_sessions.submit(world.taker, session.id, 1.0, [reason])
    path = f"/api/moderator/users/session/{session.id}/case-file"
    with browser(world) as http:
        for scope, role, status in (
            (TokenScope.MODERATOR, Role.MODERATOR, 200),
            (TokenScope.ANALYST, Role.ANALYST, 403),
        ):
            headers = {"authorization": f"Bearer {world.token(scope, world.person(role.value, role))}"}
            answer = http.get(path, headers={**headers, "accept-language": "en-XA"})
            assert answer.status_code == status, answer.text
            if status == 200:
                archive = ZipFile(BytesIO(answer.content))
                assert answer.headers["content-disposition"].startswith('attachment; filename="case-')
                assert "Çášé" in archive.read("README.txt").decode()
                assert json.loads(archive.read("case.json"))["session"]["id"] == str(session.id)
                assert http.get(f"{path}?video=true", headers=headers).status_code == 404
    assert len(world.rows(AuditEvent, action="session.case_file_taken")) == 1
