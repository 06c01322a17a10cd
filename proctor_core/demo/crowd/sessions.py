"""One drawn session from the invitation to what retention left of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

from db.tables import Answer, Consent, FaceVerification, Violation
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.demo.crowd.chance import Drawn, chance_of, drawn_id
from proctor_core.demo.crowd.incidents import Incidents, add_incidents, draw_incidents, opened_at
from proctor_core.demo.crowd.people import SESSIONS_EACH, taker, taker_of
from proctor_core.demo.crowd.reviews import Bench, Flagged, add_review
from proctor_core.demo.crowd.rows import MEASURED, Row, SessionRows, new_session
from proctor_core.demo.crowd.surveys import CrowdSurvey, chosen_surveys
from proctor_core.demo.crowd.year import Year
from proctor_core.demo.replay import CONSENT
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.consent import Purpose
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.watching import WatchedBy, WatchingReason
from proctor_core.rules.flags import flag_reasons
from proctor_core.services.auditing import AuditAction
from proctor_core.services.keeping.privacy import ERASED

[_READ] = CONSENT
_DAY_S = 86_400.0
_REFUSES, _STOPS_AT_CONSENT, _ANSWERS_AGAIN, _LEAVES_OPEN, _RECENT = 0.12, 0.45, 0.08, 0.12, 0.4
_SECONDS_EACH, _SPREAD_EACH = 24.0, 0.45
_AWAY_S = 30.0


class Fate(StrEnum):
    """How far a taker comes."""

    NEVER_BEGINS = "never_begins"
    GIVES_UP = "gives_up"
    LEAVES = "leaves"
    WITHDRAWS = "withdraws"
    HANDS_IN = "hands_in"


_FATES, _OF_EACH_FATE = tuple(Fate), (5, 2, 4, 1, 88)
_FINISHED = frozenset({Fate.HANDS_IN, Fate.NEVER_BEGINS})


@dataclass(frozen=True, slots=True)
class Crowd:
    """What all of its sessions have in common.

    Attributes:
        administrator: who asked the takers.
        times: how long the running program would have kept what was measured.
    """

    seed: int
    year: Year
    surveys: Sequence[CrowdSurvey]
    bench: Bench
    administrator: UUID
    times: RetentionTimes

    def taker_row(self, session_number: int) -> Row:
        """Of whoever takes a session."""
        return taker(self.seed, taker_of(session_number), self.year.begins_at)

    def session(self, number: int) -> SessionRows:
        """All rows of a session but its taker's."""
        taker_chance = chance_of(self.seed, Drawn.TAKER, taker_of(number))
        taker_id, chosen = drawn_id(taker_chance), chosen_surveys(taker_chance)
        survey = self.surveys[chosen[number % SESSIONS_EACH]]
        return _Course(self, survey, taker_id, chance_of(self.seed, Drawn.SESSION, number)).rows()


class _Course:
    """One session while it is drawn."""

    def __init__(self, crowd: Crowd, survey: CrowdSurvey, taker_id: UUID, chance: Random) -> None:
        self._crowd, self._survey, self._chance = crowd, survey, chance
        [self._fate] = chance.choices(_FATES, _OF_EACH_FATE)
        is_recent = self._fate not in _FINISHED and chance.random() < _RECENT
        self._begins_at = crowd.year.moment(chance, is_recent=is_recent)
        asked_before_s = 600 + min(chance.expovariate(1 / _DAY_S), 5 * _DAY_S)
        self._rows = new_session(
            chance,
            survey_id=survey.survey.id,
            taker_id=taker_id,
            policy_sha256=survey.kept_policy.sha256,
            policy=survey.kept_policy.content,
            created_at=self._begins_at - timedelta(seconds=asked_before_s),
            watched_by=WatchedBy.SERVER if survey.is_watched else WatchedBy.OFF,
            proctoring_enabled=survey.is_watched,
        )
        self._session = self._rows.session

    def rows(self) -> SessionRows:
        """Draw it."""
        self._rows.line(self._session["created_at"], AuditAction.SESSION_ASSIGNED, actor_id=self._crowd.administrator)
        if self._fate is Fate.NEVER_BEGINS:
            return self._rows
        if self._survey.is_watched:
            self._face_the_camera()
            if self._fate is Fate.GIVES_UP and self._session["proctoring_enabled"]:
                self._never_seen_again(self._session["created_at"])
                return self._rows
        self._take()
        return self._rows

    # ---- before the questions ----

    def _face_the_camera(self) -> None:
        """Say yes or no, and show the face."""
        rows, at = self._rows, self._before(170 - 120 * self._chance.random())
        if self._survey.survey.allow_without_camera and self._chance.random() < _REFUSES:
            self._refuse(at)
            return
        rows.move(at, SessionStatus.CONSENTED, rows.taker_id)
        self._say(at, is_given=True)
        if self._fate is Fate.GIVES_UP and self._chance.random() < _STOPS_AT_CONSENT:
            return
        rows.move(self._before(30), SessionStatus.ENROLLING, rows.taker_id)
        if self._fate is not Fate.GIVES_UP:
            self._show_the_face(self._before(4))

    def _refuse(self, at: datetime) -> None:
        rows = self._rows
        self._say(at, is_given=False)
        changed = f"{WatchedBy.SERVER} -> {WatchedBy.OFF}: {WatchingReason.WITHOUT_CAMERA}"
        rows.line(self._begins_at, AuditAction.WATCHING_CHANGED, actor_id=rows.taker_id, detail=changed)
        rows.session.update(watched_by=WatchedBy.OFF, proctoring_enabled=False, without_by_choice=True)

    def _say(self, at: datetime, *, is_given: bool) -> None:
        rows = self._rows
        self._consent(at, is_given=is_given)
        action = AuditAction.CONSENT_GIVEN if is_given else AuditAction.CONSENT_REFUSED
        rows.line(at, action, actor_id=rows.taker_id, detail=f"{Purpose.MONITORING} {_READ.version}")

    def _consent(self, at: datetime, *, is_given: bool) -> None:
        self._rows.add(
            Consent,
            session_id=self._rows.id,
            purpose=Purpose.MONITORING.value,
            text_version=_READ.version,
            text_sha256=_READ.sha256,
            is_given=is_given,
            given_at=at,
        )

    def _show_the_face(self, at: datetime) -> None:
        """As accepted, but that no picture is kept."""
        rows, chance = self._rows, self._chance
        confidence = round(0.86 + 0.13 * chance.random(), 3)
        yaw, pitch, roll = (round(4 * chance.random() - 2, 2) for _ in range(3))
        baseline = Baseline(
            yaw, pitch, roll, round(0.1 * chance.random(), 3), 0.0, round(0.2 + 0.2 * chance.random(), 3), 7
        )
        rows.session.update(initial_face_verified=True, baseline=asdict(baseline), phone_check_available=True)
        rows.add(
            FaceVerification,
            session_id=rows.id,
            is_initial=True,
            started_at=at,
            ended_at=at,
            samples=baseline.looks,
            face_detected=True,
            face_count=1,
            confidence=confidence,
            yaw_deg=yaw,
            pitch_deg=pitch,
            roll_deg=roll,
        )
        rows.line(at, AuditAction.REFERENCE_ACCEPTED, detail=message(AuditDetail.CONFIDENCE, confidence=confidence))

    # ---- the questions ----

    def _take(self) -> None:
        """Answer, and be watched meanwhile, as far as the taker comes until now."""
        rows, until = self._rows, self._crowd.bench.until
        rows.move(self._begins_at, SessionStatus.IN_PROGRESS, rows.taker_id)
        rows.session["started_at"] = self._begins_at
        each_s = _SECONDS_EACH * self._chance.lognormvariate(0.0, _SPREAD_EACH)
        whole_s = each_s * len(self._survey.questions)
        stays_s = whole_s if self._fate is Fate.HANDS_IN else whole_s * (0.1 + 0.7 * self._chance.random())
        now_s = (until - self._begins_at).total_seconds()
        is_still_there = stays_s + _AWAY_S > now_s
        stays_s = round(min(stays_s, now_s), 3)
        self._answer(stays_s, each_s)
        incidents = self._be_watched(stays_s, is_handed_in=self._fate is Fate.HANDS_IN and not is_still_there)
        ends_at = rows.session["last_seen_at"] = self._begins_at + timedelta(seconds=stays_s)
        if is_still_there:
            return
        if self._fate is Fate.HANDS_IN:
            self._hand_in(ends_at, incidents)
        elif self._fate is Fate.WITHDRAWS:
            self._withdraw(ends_at)
        else:
            if rows.session["proctoring_enabled"]:
                rows.move(ends_at + timedelta(seconds=_AWAY_S), SessionStatus.INTERRUPTED)
            self._never_seen_again(ends_at)

    def _answer(self, stays_s: float, each_s: float) -> None:
        """Question by question; a few are left open, a few answered twice."""
        rows, chance, survey = self._rows, self._chance, self._survey
        on, shown_s = self._begins_at.date(), 0.0
        for index, question in enumerate(survey.questions):
            if shown_s >= stays_s:
                return
            takes_s = each_s * (0.55 + 0.4 * chance.random())
            is_open = shown_s + takes_s > stays_s or (not question.required and chance.random() < _LEAVES_OPEN)
            rows.session["current_question"] = index
            rows.add(
                Answer,
                session_id=rows.id,
                question_id=question.id,
                value=None if is_open else survey.answer(question.id, on, chance),
                revision=0 if is_open else 1 + (chance.random() < _ANSWERS_AGAIN),
                shown_at=self._begins_at + timedelta(seconds=round(shown_s, 3)),
                answered_at=None if is_open else self._begins_at + timedelta(seconds=round(shown_s + takes_s, 3)),
            )
            shown_s += each_s

    def _be_watched(self, duration_s: float, *, is_handed_in: bool) -> Incidents | None:
        """Who does not hand in is seen too rarely to be flagged, so that no case waits for an end that does not come."""
        if not self._session["proctoring_enabled"]:
            return None
        policy = self._survey.policy
        incidents = draw_incidents(duration_s, policy, self._chance)
        if not is_handed_in:
            incidents = replace(incidents, violations=incidents.violations[: policy.violation_threshold - 1])
        add_incidents(self._rows, incidents, duration_s, policy)
        self._session["violations_count"] = len(incidents.violations)
        return incidents

    # ---- the end ----

    def _hand_in(self, at: datetime, incidents: Incidents | None) -> None:
        rows = self._rows
        rows.move(at, SessionStatus.SUBMITTED, rows.taker_id)
        rows.session.update(submitted_at=at, ended_at=at)
        met = self._met(incidents) if incidents else ()
        flagged = self._flagged(at, incidents, met) if incidents else ()
        rows.move(at, SessionStatus.UNDER_REVIEW if flagged else SessionStatus.PASSED)
        if incidents:
            rows.session["coverage"] = incidents.coverage
        if incidents and flagged:
            rows.session["flagged_for_review"] = True
            add_review(rows, flagged, met, self._crowd.bench, self._survey.policy.incident_gap_s)
        self._end_of_retention(at)

    def _met(self, incidents: Incidents) -> Sequence[FlagReason]:
        return flag_reasons(incidents.violations, incidents.signals, incidents.coverage, self._survey.policy)

    def _flagged(self, at: datetime, incidents: Incidents, met: Sequence[FlagReason]) -> Sequence[Flagged]:
        """By the rules themselves; that of the number is met while the taker is still there."""
        policy, threshold = self._survey.policy, self._survey.policy.violation_threshold
        flagged = [Flagged(at, reason) for reason in met]
        if flagged and flagged[0].reason.rule is FlagRule.VIOLATION_COUNT:
            reached, *_ = flag_reasons(incidents.violations[:threshold], (), 1.0, policy)
            flagged[0] = Flagged(opened_at(self._rows, incidents.violations[threshold - 1], policy), reached)
        return flagged

    def _withdraw(self, at: datetime) -> None:
        """What a taker withdrew is erased by the next sweep."""
        rows = self._rows
        if rows.session["proctoring_enabled"]:
            self._consent(at, is_given=False)
            rows.line(at, AuditAction.CONSENT_WITHDRAWN, actor_id=rows.taker_id, detail=Purpose.MONITORING.value)
        rows.move(at, SessionStatus.WITHDRAWN, rows.taker_id)
        rows.session["ended_at"] = at
        self._erase_from(at)

    def _never_seen_again(self, seen_at: datetime) -> None:
        """The session expires, and is erased as long after that."""
        rows, until, unfinished = self._rows, self._crowd.bench.until, self._crowd.times.unfinished
        if seen_at + unfinished > until:
            return
        at = self._swept(seen_at + unfinished)
        rows.move(at, SessionStatus.EXPIRED)
        rows.session["ended_at"] = at
        if not rows.of(Violation):
            self._empty(at)
        if at + unfinished <= until:
            self._erase_from(at + unfinished)

    def _end_of_retention(self, handed_in_at: datetime) -> None:
        """What was measured goes when its outcome's time is over; what waits for a person stays."""
        times, status = self._crowd.times, self._session["status"]
        kept = {SessionStatus.PASSED: times.passed, SessionStatus.REJECTED: times.rejected}.get(status)
        if kept is not None and handed_in_at + kept < self._crowd.bench.until:
            self._empty(self._swept(handed_in_at + kept))

    def _empty(self, at: datetime) -> None:
        counts = [(str(table.__tablename__), len(self._rows.of(table))) for table in MEASURED]
        if any(count for _, count in counts):
            self._rows.forget(*MEASURED)
            self._session["baseline"] = None
            detail = ", ".join(f"{name} {count}" for name, count in counts if count)
            self._rows.line(at, AuditAction.RETENTION_ENDED, detail=detail)

    def _erase_from(self, due_at: datetime) -> None:
        """All goes but that there was a session; the audit log's lines about it name nothing any more, so none is drawn."""
        if due_at + timedelta(days=1) > self._crowd.bench.until:
            return
        self._rows.by_table.clear()
        self._session.update(ERASED, status=SessionStatus.ERASED)

    def _swept(self, due_at: datetime) -> datetime:
        """The next daily sweep."""
        return min(due_at + timedelta(seconds=_DAY_S * self._chance.random()), self._crowd.bench.until)

    def _before(self, seconds: float) -> datetime:
        return self._begins_at - timedelta(seconds=seconds)
