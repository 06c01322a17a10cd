"""Every sentence about decisions that wait: to be announced, or for another moderator."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.states import DecisionKind
from proctor_core.language.marking import N_

HELD: Mapping[DecisionKind, tuple[str, str]] = {
    DecisionKind.APPROVE: (N_("You approved this session a moment ago"), "check_circle"),
    DecisionKind.REJECT: (N_("You rejected this session a moment ago"), "cancel"),
    DecisionKind.ESCALATE: (N_("You escalated this session a moment ago"), "flag"),
}
HELD_TOAST: Mapping[DecisionKind, str] = {
    DecisionKind.APPROVE: N_("Approved: you can take it back for 10 seconds."),
    DecisionKind.REJECT: N_("Rejected: you can take it back for 10 seconds."),
    DecisionKind.ESCALATE: N_("Escalated: you can take it back for 10 seconds."),
}
REASON_HELD = N_("The taker will read: “{reason}”")
TAKE_BACK = N_("Take back (Z)")
TAKEN_BACK = N_("Taken back: the session is undecided, and still yours.")
YOU_PROPOSED = N_(
    "You proposed to reject this session. Another moderator, who does not know that, looks before it is decided; the taker reads "
    "“in review” until then."
)
OPINIONS_DIFFER = N_("Two moderators see it differently. A third decides, or one of the two takes the other's side.")
OPINION = N_("{name} {what}: “{why}”")
OPINION_WITHOUT_WORDS = N_("{name} {what}.")
SAMPLE_OPINION: Mapping[DecisionKind, str] = {
    DecisionKind.APPROVE: N_("you approved it"),
    DecisionKind.REJECT: N_("you rejected it"),
    DecisionKind.ESCALATE: N_("you escalated it"),
}
SAMPLE_EARLIER: Mapping[DecisionKind | None, str] = {
    None: N_("no rule had flagged it, and nobody had looked"),
    DecisionKind.APPROVE: N_("it had been approved before"),
    DecisionKind.REJECT: N_("it had been rejected before"),
    DecisionKind.ESCALATE: N_("it had been escalated before"),
}
SAMPLE_WAS = N_(
    "This was one of the blind sample: {opinion}; {earlier}. What you said is counted to find out how well the checks and all of "
    "us work, and changes nothing for the taker."
)
SAMPLE_WAS_ESCALATED = N_(
    "This was one of the blind sample: {opinion}; {earlier}. Since you escalated it, it is a case like any other, and another "
    "moderator decides."
)
AGREEMENT_TITLE = N_("How far do moderators agree?")
AGREEMENT_DEFINITION = N_(
    "Incidents that two moderators judged, the second without knowing what the first said: second looks at rejections that were "
    "proposed in the period. Cohen's kappa leaves out what chance would give: 0 is chance, 1 is always the same; in brackets the "
    "interval in which it lies in 95 of 100 such samples. Only cases that somebody wanted to reject are looked at twice, so it "
    "says nothing about the others."
)
AGREEMENT_EMPTY = N_("No case was looked at by two moderators yet. A survey's policy can ask for it: strict does.")
AGREEMENT_COLUMNS: Mapping[str, str] = {
    "pairs": N_("Incidents judged twice"),
    "same": N_("The same verdict"),
    "kappa": N_("Cohen's kappa"),
}
KAPPA_WITHIN = N_("{value:.2f} ({low:.2f} to {high:.2f})")
KAPPA_CHANGED = N_("{kappa}, {sign}{change:.2f}")
OVERTURNED_TITLE = N_("How often does a rejection not stand?")
OVERTURNED_DEFINITION = N_(
    "By a second look: of the rejections that a moderator proposed in the period and another one looked at without knowing of "
    "it, those that the other one was against, whatever a third one decided. On appeal: of the takers' objections that were "
    "answered in the period, those that were followed. In brackets where the true share lies in 95 of 100 samples like this one."
)
OVERTURNED_EMPTY = N_("No rejection was looked at a second time, and no objection was answered in this period.")
BY_SECOND_LOOK, ON_APPEAL = N_("By a second look"), N_("On appeal")
OVERTURNED_COLUMNS: Mapping[str, str] = {
    "how": N_("Looked at again"),
    "of": N_("Rejections"),
    "overturned": N_("Overturned"),
    "share": N_("Share"),
}
TOO_FEW_PAIRS = N_("from {count} incidents on")

read_in_language(__name__)
