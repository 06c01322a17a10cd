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
    too_many="This was tried too often. Please wait {seconds} seconds, then try again.",
    old_form="This page was open too long, or its form did not come from here. Please try again.",
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
    invitation_title="Welcome",
    invitation_lead="Choose a password. This link works once; afterwards you sign in with your name and this password.",
    new_password="New password",
    again="The same again",
    set_password="Set the password and sign in",
    not_the_same="The two passwords are not the same. Please type them again.",
    password_rule="At least {least} characters.",
    away="The database or the store of this program does not answer just now. Please try again in a few seconds.",
    no_room="There is no room left on this server just now. Please try again in a minute, or tell whoever runs it.",
    link_over="This link is not known, was used already, or its time is over. Ask whoever sent it for a new one.",
)
