"""What a person reads who asks for a page while database, store or disk is away: a sentence, and when to try again."""

from fastapi import Request
from fastapi.responses import Response

from proctor_core.api.account_forms import TEMPLATES, AccountTexts, browsers_language, in_language
from proctor_core.api.problems import AGAIN_S, AWAY_STATUS, ROOM_AGAIN_S
from proctor_core.errors import NoRoom, ProctorError


def away_page(request: Request, texts: AccountTexts, away: ProctorError) -> Response:
    """503 with `Retry-After`. Asks for nothing that could be away too, and tells nothing of folders and servers."""
    is_full = isinstance(away, NoRoom)
    says = browsers_language(request)
    here = in_language(texts, says)
    given = {"texts": here, "says": says, "said": here.no_room if is_full else here.away}
    headers = {"Retry-After": str(ROOM_AGAIN_S if is_full else AGAIN_S), "Cache-Control": "no-store"}
    return TEMPLATES.TemplateResponse(request, "away.html", given, status_code=AWAY_STATUS, headers=headers)
