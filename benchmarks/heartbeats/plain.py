"""The same endpoint as one would write it first: look the token and the session up, insert one row, commit."""

from datetime import UTC, datetime
from hashlib import sha256

from fastapi import FastAPI, Request
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.tables import ApiToken, FaceVerification, SurveySession
from proctor_core.api.heartbeat_bodies import ClientHeartbeat, HeartbeatTaken


def plain_api(engine: Engine) -> FastAPI:
    """One INSERT for each heartbeat."""
    api = FastAPI()

    @api.post("/api/proctor/heartbeat")
    def heartbeat(body: ClientHeartbeat, request: Request) -> HeartbeatTaken:
        now, token = datetime.now(UTC), request.headers["authorization"].removeprefix("Bearer ")
        with Session(engine) as db:
            known = db.exec(select(ApiToken).where(ApiToken.token_hash == sha256(token.encode()).hexdigest())).one()
            session = db.get_one(SurveySession, body.session_id)
            assert known.user_id == session.taker_id
            db.add(FaceVerification(session_id=session.id, started_at=now, ended_at=now, face_count=body.face_count))
            db.commit()
            return HeartbeatTaken(
                next_in_s=5, violations_count=session.violations_count, threshold=3, flagged_for_review=False
            )

    return api
