"""The rows of one drawn session while it is drawn, and the lines that its steps leave in the audit log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from db.bulk_insert import blank_row
from db.tables import (
    Answer,
    AuditEvent,
    Consent,
    FaceVerification,
    IncidentVerdict,
    ProctorReview,
    ReviewEvent,
    Signal,
    SurveySession,
    User,
    Violation,
)
from proctor_core.codes.code import CodedMessage
from proctor_core.demo.crowd.chance import drawn_id
from proctor_core.domain.audit_detail import stored_detail
from proctor_core.domain.states import SESSION_MOVES, SessionStatus, move
from proctor_core.services.auditing import AuditAction

Row = dict[str, Any]
IN_ORDER = (
    User,
    SurveySession,
    Answer,
    Consent,
    FaceVerification,
    Violation,
    Signal,
    ProctorReview,
    ReviewEvent,
    IncidentVerdict,
    AuditEvent,
)
"""What refers to others last."""
MEASURED = (IncidentVerdict, Violation, Signal, FaceVerification)
"""What the retention of the outcome ends, in the order in which it goes."""
_BLANKS: Mapping[type[SQLModel], Row] = MappingProxyType({table: blank_row(table) for table in IN_ORDER})
_SESSION = str(SurveySession.__tablename__)
REVIEW = str(ProctorReview.__tablename__)


@dataclass(slots=True)
class SessionRows:
    """One session's, by table; `session` is its own row, to be changed until the end.

    Attributes:
        chance: of this session alone.
    """

    chance: Random
    session: Row
    by_table: dict[type[SQLModel], list[Row]] = field(default_factory=dict[type[SQLModel], list[Row]])

    @property
    def id(self) -> UUID:
        """The session's."""
        return self.session["id"]

    @property
    def taker_id(self) -> UUID:
        """Who takes it."""
        return self.session["taker_id"]

    def add(self, table: type[SQLModel], **values: Any) -> Row:
        """Add a row with an id of its own; what is not named has the table's defaults."""
        row = {**_BLANKS[table], "id": drawn_id(self.chance), **values}
        self.by_table.setdefault(table, []).append(row)
        return row

    def of(self, table: type[SQLModel]) -> list[Row]:
        """The rows of a table."""
        return self.by_table.get(table, [])

    def forget(self, *tables: type[SQLModel]) -> None:
        """Let the rows of some tables go."""
        for table in tables:
            self.by_table.pop(table, None)

    def line(
        self,
        at: datetime,
        action: AuditAction | str,
        *,
        actor_id: UUID | None = None,
        detail: CodedMessage | str = "",
        object_type: str = _SESSION,
        object_id: UUID | None = None,
    ) -> None:
        """A line of the audit log, about the session unless it says otherwise."""
        code, values = stored_detail(detail)
        self.add(
            AuditEvent,
            at=at,
            actor_id=actor_id,
            action=action,
            object_type=object_type,
            object_id=str(object_id or self.id),
            detail=str(detail),
            detail_code=code,
            detail_values=values,
        )

    def move(self, at: datetime, target: SessionStatus, actor_id: UUID | None = None) -> None:
        """Move the session, as the table of moves allows it, with its line."""
        before = self.session["status"]
        self.session["status"] = move(SESSION_MOVES, before, target)
        self.line(at, AuditAction.SESSION_MOVED, actor_id=actor_id, detail=f"{before} -> {target}")

    def chained(self) -> Iterator[tuple[type[SQLModel], Row]]:
        """What the session's own chain covers."""
        yield SurveySession, self.session
        for table, rows in self.by_table.items():
            if table is FaceVerification:
                yield from ((table, row) for row in rows if row["is_initial"])
            elif table is not AuditEvent:
                yield from ((table, row) for row in rows)


def new_session(chance: Random, **values: Any) -> SessionRows:
    """A session that has just been asked of its taker."""
    blank = {**_BLANKS[SurveySession], "id": drawn_id(chance), "status": SessionStatus.INVITED, "is_demo": True}
    return SessionRows(chance, {**blank, **values})
