"""Every sentence of the sign-in and sign-out pages."""

from pages.reader import read_in_language
from proctor_core.api.account import AccountTexts, DemoRole
from proctor_core.domain.roles import Role
from proctor_core.language.marking import N_, plural

ACCOUNT_TEXTS = AccountTexts(
    product="Survey Proctor",
    what_it_is=N_("Surveys watched through the camera by a program that only notes; a person decides."),
    name=N_("Name"),
    password=N_("Password"),
    sign_in=N_("Sign in"),
    wrong=N_("The name or the password is not right."),
    too_many=plural(
        "This was tried too often. Please wait {seconds} second, then try again.",
        "This was tried too often. Please wait {seconds} seconds, then try again.",
        "seconds",
    ),
    old_form=N_("This page was open too long, or its form did not come from here. Please try again."),
    demo_title=N_("Or look around in the demo"),
    demo_banner=N_("This is a demo. Every person in it is drawn; nobody is real."),
    demo_roles=(
        DemoRole(Role.TAKER, N_("Survey taker"), N_("Take a survey with your camera, or with the drawn demo camera.")),
        DemoRole(Role.MODERATOR, N_("Moderator"), N_("Open the queue, look at what was seen, approve or reject.")),
        DemoRole(Role.ANALYST, N_("Analyst"), N_("See how much was alleged and what people decided.")),
        DemoRole(Role.ADMINISTRATOR, N_("Administrator"), N_("See people, surveys, settings and models.")),
    ),
    demo_refused=N_("Demo accounts can only be used on the machine that the program runs on."),
    sign_out=N_("Sign out"),
    sign_out_question=N_("Do you want to sign out?"),
    invitation_title=N_("Welcome"),
    invitation_lead=N_(
        "Choose a password. This link works once; afterwards you sign in with your name and this password."
    ),
    new_password=N_("New password"),
    again=N_("The same again"),
    set_password=N_("Set the password and sign in"),
    not_the_same=N_("The two passwords are not the same. Please type them again."),
    password_rule=plural("At least {least} character.", "At least {least} characters.", "least"),
    away=N_("The database or the store of this program does not answer just now. Please try again in a few seconds."),
    no_room=N_("There is no room left on this server just now. Please try again in a minute, or tell whoever runs it."),
    link_over=N_("This link is not known, was used already, or its time is over. Ask whoever sent it for a new one."),
)

read_in_language(__name__)
