"""Which incidents of a case a muted face alone led to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from db.tables import Evidence, FaceMute
from proctor_core.domain.evidence import bystanders_in
from proctor_core.domain.observation import Box
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.still_face import is_only_at
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseMute, CaseViolation


def muted(
    incidents: Sequence[CaseIncident], mutes: Sequence[FaceMute], names: Mapping[UUID, str]
) -> tuple[CaseIncident, ...]:
    """The same, each with the mute that covers all that is alleged in it, if one does; `mutes` are those that stand."""
    given = [CaseMute(row, names.get(row.moderator_id) if row.moderator_id else None) for row in mutes]
    return tuple(replace(incident, muted=_covering(incident, given)) for incident in incidents)


def others_in(pictures: Sequence[Evidence]) -> list[tuple[Box, ...]] | None:
    """For each picture of a second face where it is; None: of one nobody knows."""
    found = [bystanders_in(picture.face_boxes, ViolationType.MULTIPLE_FACES).boxes for picture in pictures]
    known = [boxes for boxes in found if boxes is not None]
    return known if len(known) == len(found) else None


def _covering(incident: CaseIncident, mutes: Sequence[CaseMute]) -> CaseMute | None:
    covers = (mute for mute in mutes if incident.violations and all(_is_of(mute, one) for one in incident.violations))
    return next(covers, None)


def _is_of(mute: CaseMute, one: CaseViolation) -> bool:
    others = others_in(one.evidence) if one.violation.type is ViolationType.MULTIPLE_FACES else None
    return others is not None and is_only_at(Box(*mute.row.face_box), others)
