"""Every sentence of the sign-in and sign-out pages."""

from proctor_core.api.account import AccountTexts, DemoRole
from proctor_core.domain.roles import Role

ACCOUNT_TEXTS = AccountTexts(
    product="Survey Proctor",
    what_it_is="Surveys watched through the camera by a program that only notes; a person decides.",
    name="Name",
    password="Password",
    sign_in="Sign in",
    wrong="The name or the password is not right.",
    demo_title="Or look around in the demo",
    demo_banner="This is a demo. Every person in it is drawn; nobody is real.",
    demo_roles=(
        DemoRole(Role.TAKER, "Survey taker", "Take a survey with your camera, or with the drawn demo camera."),
        DemoRole(Role.MODERATOR, "Moderator", "Open the queue, look at what was seen, approve or reject."),
        DemoRole(Role.ANALYST, "Analyst", "See how much was alleged and what people decided."),
        DemoRole(Role.ADMINISTRATOR, "Administrator", "See people, surveys, settings and models."),
    ),
    demo_refused="Demo accounts can only be used on the machine that the program runs on.",
    sign_out="Sign out",
    sign_out_question="Do you want to sign out?",
)
