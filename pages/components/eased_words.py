"""What a session's policy eases, in the reader's words."""

from collections.abc import Sequence

from pages import texts
from pages import texts_accommodations as words
from proctor_core.domain.accommodation import easings_of
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import ViolationType


def eased_words(policy: Policy) -> Sequence[str]:
    """One short sentence for each check that is eased, always in the same order; none for most sessions."""
    eased = easings_of(policy)
    return [words.EASED[eased[type_]].format(type=texts.TYPE_LABEL[type_]) for type_ in ViolationType if type_ in eased]
