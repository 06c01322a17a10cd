"""All verbs, in the order of `--help`."""

import typer

from proctor_core.cli.analysing import analyze
from proctor_core.cli.case_files import case_file
from proctor_core.cli.drawing import demo
from proctor_core.cli.evaluating import evaluate
from proctor_core.cli.judging import judge
from proctor_core.cli.keeping import adopt_store, remove_demo, sweep
from proctor_core.cli.people import create_administrator, erase, export
from proctor_core.cli.proving import verify
from proctor_core.cli.recounting import recount
from proctor_core.cli.running import serve, worker
from proctor_core.cli.setting_up import fetch_models, libraries, migrate, models

VERBS = (
    models,
    fetch_models,
    migrate,
    libraries,
    serve,
    worker,
    analyze,
    evaluate,
    judge,
    create_administrator,
    export,
    erase,
    sweep,
    adopt_store,
    verify,
    recount,
    case_file,
    demo,
    remove_demo,
)

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Survey Proctor on the command line.",
)
for verb in VERBS:
    cli.command()(verb)
