"""Policies are kept once, under the hash of their content; sessions point to them (docs/decisions/0046)."""

from datetime import datetime

from sqlmodel import Session

from db.queries.inserting import insert_if_absent
from db.tables import KeptPolicy, SurveySession
from proctor_core.domain.policy import Policy, of_everybody, policy_from_json, policy_to_json, sha256_of_policy


def keep_policy(db: Session, policy: Policy, at: datetime) -> KeptPolicy:
    """The row of this policy, added by the first that asks for it; two at once add one."""
    content = policy_to_json(policy)
    sha256 = sha256_of_policy(content)
    if there := db.get(KeptPolicy, sha256):
        return there
    row = KeptPolicy(sha256=sha256, profile=policy.name, version=policy.version, content=content, first_seen_at=at)
    insert_if_absent(db, row)
    return db.get_one(KeptPolicy, sha256)


def forget_easing(db: Session, session: SurveySession, at: datetime) -> None:
    """Keep the session's policy without what is eased in it for its taker."""
    policy = of_everybody(session.policy)
    if policy != session.policy:
        session.judge_by(keep_policy(db, policy_from_json(policy), at))
