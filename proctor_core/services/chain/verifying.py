"""Proves that nothing kept of a session was altered: its rows and the audit log against the chain, its files against its rows.

What it can't tell is named in docs/privacy.md: everything put back together to an older state, unless heads were exported.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import snapshot
from db.queries.chain import chains_with_records, log_end, newest_lines, session_ids
from db.queries.session_video import recordings_of, segments_of
from db.tables import Evidence, KeptPolicy, RecordingSegment, SessionRecording, SurveySession
from proctor_core.codes.missing import Missing
from proctor_core.codes.verify_report import Fault
from proctor_core.domain.chain import PROGRAM_CHAIN, ChainKey, ChainState, session_chain
from proctor_core.domain.policy import sha256_of_policy
from proctor_core.domain.recording import ALTERED_SINCE, CHAIN_BEGINS, link_of
from proctor_core.domain.verification import ChainStanding, Finding, Findings, VerifyReport
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.media.store import MediaStore, StoredKey
from proctor_core.services.chain.checking import UNREADABLE, CheckedChain, check_chain, check_log, check_rows
from proctor_core.services.chain.exported_heads import compare_heads, export_heads, read_heads


@dataclass(frozen=True, slots=True)
class VerifyService:
    """Reads rows and files; changes nothing."""

    engine: Engine
    media: MediaStore
    key: ChainKey

    def verify(self, session_id: UUID) -> VerifyReport:
        """Check one session, the log of all chains, and the audit log.

        Raises:
            NotFound: no such session, and there was none.
            Unavailable: the media store does not answer.
        """
        return _seen_twice(lambda: self._verify(session_id))

    def verify_program(self) -> VerifyReport:
        """Check what belongs to no session: the log, the audit log, the surveys, and that no session is missing.

        Raises:
            Unavailable: the media store does not answer.
        """
        return _seen_twice(self._verify_program)

    def verify_session_alone(self, session_id: UUID) -> VerifyReport:
        """As `verify`, without what `verify_program` checks."""
        return _seen_twice(lambda: self._verify(session_id, is_alone=True))

    def export_heads(self, at: datetime) -> str:
        """How far every chain has come, as a file to be kept elsewhere.

        Raises:
            InvalidInput: nothing was chained yet.
        """
        with snapshot(self.engine) as db:
            return export_heads(db.connection(), self.key, at)

    def compare_heads(self, content: bytes) -> VerifyReport:
        """Check that all that was there when heads were exported is there still.

        Raises:
            InvalidInput: no exported heads, or altered ones.
        """
        heads, found = read_heads(content, self.key), Findings()
        with snapshot(self.engine) as db:
            compare_heads(db.connection(), heads, found)
        return VerifyReport(ChainStanding.CHAINED, None, found, tuple(found.found))

    def sessions(self) -> list[UUID]:
        """Every session, the oldest first."""
        with snapshot(self.engine) as db:
            return list(session_ids(db.connection()))

    # ---- the program ----

    def _verify_program(self) -> VerifyReport:
        found = Findings()
        with snapshot(self.engine) as db:
            chain = self._check_program(db, found)
            self._check_policies(db, found)
            self._check_that_all_are_there(db, found)
        standing = ChainStanding.CHAINED if chain.state else ChainStanding.UNCHAINED
        return VerifyReport(standing, None, found, tuple(found.found))

    def _check_program(self, db: Session, found: Findings) -> CheckedChain:
        connection = db.connection()
        check_log(connection, self.key, found)
        chain = check_chain(connection, self.key, PROGRAM_CHAIN, found)
        if chain.state is not None:
            check_rows(connection, chain, None, found)
        elif log_end(connection) is not None or chain.newest:
            found.add("the chain of the audit log", Fault.REMOVED)
        return chain

    def _check_policies(self, db: Session, found: Findings) -> None:
        """Each is under the hash of its content; what its sessions were judged by, their own records say."""
        for policy in db.exec(select(KeptPolicy).order_by(col(KeptPolicy.sha256))).all():
            if sha256_of_policy(policy.content) != policy.sha256:
                name = f"the policy {policy.profile}, version {policy.version}"
                found.add(name, Fault.ALTERED, f"its content is not what {policy.sha256[:12]} says")

    def _check_that_all_are_there(self, db: Session, found: Findings) -> None:
        connection = db.connection()
        there = {session_chain(session_id) for session_id in session_ids(connection)} | {PROGRAM_CHAIN}
        known: set[UUID] = set()
        for line in newest_lines(connection):
            known.add(line["chain_id"])
            if line["chain_id"] not in there and line["state"] is not ChainState.ENDED:
                newest = f"{line['at']:%Y-%m-%d %H:%M:%S} UTC"
                detail = f"its chain {line['chain_id']} has {line['records']} records, the newest of {newest}"
                found.add("a session", Fault.REMOVED, detail)
        for chain_id in chains_with_records(connection) - known:
            found.add(f"the chain {chain_id}", Fault.LOG, "the log does not know it")

    # ---- a session ----

    def _verify(self, session_id: UUID, *, is_alone: bool = False) -> VerifyReport:
        found = Findings()
        with snapshot(self.engine) as db:
            if not is_alone:
                self._check_program(db, found)
            chain = check_chain(db.connection(), self.key, session_chain(session_id), found)
            is_there = db.exec(select(SurveySession.id).where(SurveySession.id == session_id)).first() is not None
            standing = self._standing(db, chain, is_there=is_there, found=found)
            if standing in (ChainStanding.CHAINED, ChainStanding.TAKEN_IN):
                check_rows(db.connection(), chain, session_id, found)
            if is_there:
                self._check_files(db, session_id, found)
        since = chain.begun_at if standing is ChainStanding.TAKEN_IN else None
        return VerifyReport(standing, since, found, tuple(found.found))

    def _standing(self, db: Session, chain: CheckedChain, *, is_there: bool, found: Findings) -> ChainStanding:
        if not is_there and chain.state is None and not chain.newest:
            raise NotFound(Missing.SESSION)
        if chain.state is ChainState.ENDED:
            if is_there:
                found.add("the session", Fault.BACK)
            return ChainStanding.ENDED
        if not is_there:
            found.add("the session", Fault.REMOVED)
        if chain.state is ChainState.UNCHAINED and not chain.newest:
            return ChainStanding.UNCHAINED
        if chain.state is None and not chain.newest:
            if log_end(db.connection()) is not None:
                found.add("the session", Fault.ADDED)
            return ChainStanding.UNCHAINED
        return ChainStanding.TAKEN_IN if chain.is_found else ChainStanding.CHAINED

    # ---- files ----

    def _check_files(self, db: Session, session_id: UUID, found: Findings) -> None:
        """What the session's rows name; a row that can't be read is reported by its record, its files can't be found."""
        for check in (self._check_recordings, self._check_pictures, self._check_own_files):
            try:
                check(db, session_id, found)
            except UNREADABLE:
                found.add("a row that names files", Fault.ALTERED, "it can't be read")

    def _check_recordings(self, db: Session, session_id: UUID, found: Findings) -> None:
        for recording in recordings_of(db, session_id):
            found.recordings += 1
            self._check_recording(recording, list(segments_of(db, recording.id)), found)

    def _check_pictures(self, db: Session, session_id: UUID, found: Findings) -> None:
        for picture in db.exec(select(Evidence).where(Evidence.session_id == session_id)).all():
            self._check_file(picture.media_key, picture.sha256, f"the picture at {picture.taken_s:.1f} s", found)

    def _check_own_files(self, db: Session, session_id: UUID, found: Findings) -> None:
        session = db.get_one(SurveySession, session_id)
        if session.face_reference_image:
            self._check_file(session.face_reference_image, session.reference_sha256, "the reference picture", found)
        if session.observation_log:
            self._check_observations(session.observation_log, session, found)

    def _check_recording(self, recording: SessionRecording, segments: list[RecordingSegment], found: Findings) -> None:
        before, what = CHAIN_BEGINS, f"the {recording.source} video"
        for number, segment in enumerate(segments, 1):
            name = f"segment {segment.number}"
            link = link_of(before, number, segment.sha256, segment.start_s, segment.duration_s)
            found.links += 1
            if segment.number != number or segment.link_sha256 != link:
                found.add(name, Fault.LINK)
            before = segment.link_sha256
            if segment.media_key:
                self._check_file(segment.media_key, segment.sha256, name, found)
            elif segment.erased_at:
                found.tombstones += 1
            else:
                found.add(name, Fault.FILE_UNNAMED)
        if (recording.segments, recording.chain_sha256) != (len(segments), before):
            found.add(what, Fault.MISSING, f"{recording.segments} segments were written, {len(segments)} are there")
        if recording.failure == ALTERED_SINCE:
            found.add(what, Fault.FILE_ALTERED, "before it was analysed")
        elif recording.media_key and recording.sha256:
            self._check_file(recording.media_key, recording.sha256, what, found)
        if recording.thumbnails_key:
            self._check_file(recording.thumbnails_key, recording.thumbnails_sha256, f"the thumbnails of {what}", found)

    def _check_observations(self, folder: str, session: SurveySession, found: Findings) -> None:
        named = session.observation_log_sha256
        if named is None:
            found.unhashed += 1
            return
        for name, sha256 in named.items():
            self._check_file(f"{folder}/{name}", sha256, f"part {name} of the observation log", found)
        if session.submitted_at is None:
            # A part is in the store a moment before its name is in the row.
            return
        for stored in self._listed(folder):
            name = stored.key.rpartition("/")[2]
            if name not in named:
                found.add(f"part {name} of the observation log", Fault.ADDED)

    def _listed(self, folder: str) -> Iterator[StoredKey]:
        yield from sorted(self.media.list(folder), key=lambda stored: stored.key)

    def _check_file(self, key: str, sha256: str | None, what: str, found: Findings) -> None:
        """Against the row's hash; None: version 0.1 wrote it without one, so that only its absence is told."""
        found.files += 1
        digest = hashlib.sha256()
        try:
            for part in self.media.chunks(key):
                digest.update(part)
        except (NotFound, InvalidInput):
            found.add(what, Fault.FILE_GONE)
            return
        if sha256 is None:
            found.unhashed += 1
        elif digest.hexdigest() != sha256:
            found.add(what, Fault.FILE_ALTERED)


def _seen_twice(look: Callable[[], VerifyReport]) -> VerifyReport:
    """Files go and come beside the rows: what a second look, a moment later, does not find was only on its way."""
    report = look()
    if not report.findings:
        return report
    again = look()
    both: tuple[Finding, ...] = tuple(finding for finding in again.findings if finding in set(report.findings))
    return VerifyReport(again.standing, again.since, again.numbers, both)
