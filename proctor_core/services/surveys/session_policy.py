"""By what a session is judged, and whether it is watched at all: the survey's wish under the settings in force."""

from dataclasses import dataclass, replace

from db.tables import Survey
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PROFILES, Policy, PolicyName
from proctor_core.domain.policy_values import with_values


@dataclass(frozen=True, slots=True)
class SessionRules:
    """The settings that every new session takes over.

    Attributes:
        proctoring_enabled: False leaves out camera and consent for every survey.
        policy: profile of surveys that name none.
        violation_threshold: violations that flag a session; None leaves it to the survey's profile.
        min_confidence: face confidence under which a face counts as unclear; None leaves it to the profile.
        blind_sample_share: of sessions that are judged unmarked; None leaves it to the profile.
    """

    proctoring_enabled: bool = True
    policy: PolicyName = PolicyName.STANDARD
    violation_threshold: int | None = None
    min_confidence: float | None = None
    blind_sample_share: float | None = None

    def is_watched(self, survey: Survey) -> bool:
        """Whether sessions of this survey are proctored."""
        return self.proctoring_enabled and survey.proctoring_enabled and survey.minors is not Minors.NO_CAMERA

    def policy_for(self, survey: Survey) -> Policy:
        """The survey's profile with the settings put in, and over both the numbers that the survey chose itself."""
        return with_values(self.profile(survey.policy), survey.policy_values)

    def profile(self, name: PolicyName) -> Policy:
        """A profile with the settings put in: what holds for a survey that chose no number itself."""
        policy = PROFILES[name]
        if self.violation_threshold is not None:
            policy = replace(policy, violation_threshold=self.violation_threshold)
        if self.min_confidence is not None:
            policy = replace(policy, min_confidence=self.min_confidence)
        if self.blind_sample_share is not None:
            policy = replace(policy, blind_sample_share=self.blind_sample_share)
        return policy
