"""Verdicts and their reasons in the reader's language."""

from db.tables import User
from pages import texts, texts_queue
from pages.reader import reader
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.language.sentences import sentence
from proctor_core.services.reviewing.case_incidents import CaseVerdict


def verdict_word(kind: VerdictKind) -> str:
    """`Confirmed`."""
    return sentence(kind, {}, reader())


def verdict_words() -> dict[str, dict[str, str]]:
    """What a component draws of each kind: the word on its button, what that does, the word and the sign of what was said."""
    return {
        kind.value: {
            "button": texts.GIVE_VERDICT[kind],
            "help": texts.GIVE_VERDICT_HELP[kind],
            "said": verdict_word(kind),
            "sign": texts.VERDICT_SIGN[kind],
        }
        for kind in VerdictKind
    }


def given_by(verdict: CaseVerdict) -> str:
    """By whom, for a screen: `Lee`, or `Lee in bulk, without a look`; empty where the account is gone."""
    if verdict.row.batch_id is None:
        return verdict.author or ""
    return texts_queue.BULK_BY.format(name=verdict.author or texts.GONE_PERSON)


def is_own_look(verdict: CaseVerdict, actor: User) -> bool:
    """Whether this person said it after a look: what they dismissed in bulk they can still say."""
    return verdict.row.moderator_id == actor.id and verdict.row.batch_id is None


def reason_word(reason: VerdictReason) -> str:
    """`Allowed object`."""
    return sentence(reason, {}, reader())
