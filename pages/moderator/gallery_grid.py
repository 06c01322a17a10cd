"""The gallery's component and what it is given: incidents with their pictures' addresses, never pictures."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.tables import Evidence, User
from pages import texts
from pages import texts_gallery as words
from pages.components import spoken
from pages.components.asked_runs import count_run, runs_asked_for
from pages.components.colours import TYPE_COLOUR
from pages.components.plain_component import plain_component
from pages.components.reason_words import reason_words
from pages.components.services import services
from pages.components.signed_in import token_of_browser
from pages.components.verdict_words import given_by, is_own_look, verdict_words
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import UNDECIDED
from proctor_core.services.reviewing.gallery import GalleryPage, GalleryTile


@dataclass(frozen=True, slots=True)
class Opened:
    """The session that somebody asked to open just now, and the longest violation of the incident that they looked at."""

    session_id: UUID
    violation_id: UUID


def gallery_grid(actor: User, page: GalleryPage, key: str) -> Opened | None:
    """Draw the tiles; None: nothing was asked to be opened."""
    clicked = plain_component("gallery")(
        key=key,
        data={"run": runs_asked_for(key), **gallery_data(actor, page)},
        on_opened_change=lambda: None,
        on_changed_change=count_run(key),
    )
    return Opened(UUID(clicked.opened["session"]), UUID(clicked.opened["violation"])) if clicked.opened else None


def gallery_data(actor: User, page: GalleryPage) -> dict[str, Any]:
    """Everything that `assets/gallery_data.d.ts` lists."""
    return {
        "actor": str(actor.id),
        "name": actor.display_name,
        "csrf": services().cookies.csrf_token(token_of_browser() or ""),
        "tiles": [_tile(actor, tile) for tile in page.tiles],
        "verdicts": verdict_words(),
        "said": dict(words.SAID),
    }


def _tile(actor: User, tile: GalleryTile) -> dict[str, Any]:
    incident, kind = tile.incident, tile.incident.type
    assert kind is not None, "only violations have snapshots"
    verdict = incident.verdict
    about = {
        "label": texts.TYPE_LABEL[kind],
        "span": spoken.span(incident.onset_s, incident.offset_s),
        "code": session_code(tile.session.id),
        "survey": tile.survey_title,
        "when": spoken.local_time(tile.review.created_at),
    }
    longest = next(one.violation for one in incident.violations if one.violation.type is kind)
    return {
        **about,
        "id": str(longest.id),
        "session": str(tile.session.id),
        "incident": incident.number,
        "colour": TYPE_COLOUR[kind],
        "facts": reason_words(longest),
        "sentence": words.TILE.format(**about),
        "pictures": [_picture(about["label"], picture) for picture in tile.pictures],
        "best": tile.pictures.index(tile.best_picture),
        "violations": [str(one.violation.id) for one in incident.violations],
        "signals": [str(signal.id) for signal in incident.signals],
        "verdict": verdict
        and {
            "id": str(verdict.row.id),
            "kind": verdict.row.kind,
            "by": given_by(verdict),
            "isOwn": is_own_look(verdict, actor),
        },
        "isMuted": incident.muted is not None,
        "canJudge": tile.can_judge,
        "why": "" if tile.can_judge else _why_not(tile),
    }


def _picture(label: str, picture: Evidence) -> dict[str, str]:
    moment, time = texts.SNAPSHOT_LABEL[picture.kind], spoken.clock(picture.taken_s)
    return {
        "src": f"/api/media/evidence/{picture.id}",
        "moment": f"{moment} {time}",
        "sentence": texts.PICTURE.format(label=label, moment=moment, time=time),
        "missing": texts.PICTURE_MISSING_HASH.format(sha256=picture.sha256),
    }


def _why_not(tile: GalleryTile) -> str:
    if tile.review.status not in UNDECIDED:
        return words.WHY_NOT_DECIDED
    if tile.holder is None:
        return words.WHY_NOT_PROPOSED if tile.waits_for_others else words.WHY_NOT_ESCALATED
    return words.WHY_NOT_HELD.format(name=tile.holder) if tile.holder else words.WHY_NOT_HELD_BY_ANOTHER
