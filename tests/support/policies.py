"""Policies as tests' rows point to them."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from db.engine import transaction
from proctor_core.domain.policy import STANDARD
from proctor_core.services.surveys.kept_policies import keep_policy


def standard_policy(engine: Engine) -> str:
    """The key of the standard policy, which is there afterwards."""
    with transaction(engine) as db:
        return keep_policy(db, STANDARD, datetime(2026, 1, 1, tzinfo=UTC)).sha256
