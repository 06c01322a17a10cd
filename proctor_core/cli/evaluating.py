"""The verb that says how far the checks are to be trusted."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from proctor_core.cli.plain_errors import plain_errors
from proctor_core.domain.policy import PROFILES, PolicyName
from proctor_core.settings import Settings


def evaluate(
    folders: Annotated[list[Path], typer.Argument(help="Folders with labelled videos and pictures.")],
    out: Annotated[Path, typer.Option(help="Folder for report.json and card.md.")],
    policy: Annotated[PolicyName, typer.Option(help="The profile to judge by.")] = PolicyName.STANDARD,
    rate: Annotated[float, typer.Option(min=0.5, help="Looks per second.")] = 5.0,
    live: Annotated[bool, typer.Option("--live", help="Look when and how a live session looks.")] = False,
    bit_rate: Annotated[int | None, typer.Option(help="Send the videos through VP8 first, bits per second.")] = None,
    models: Annotated[Path | None, typer.Option(help="Folder with the models to use.")] = None,
    no_yunet: Annotated[bool, typer.Option("--no-yunet", help="Without the second face detector.")] = False,
    no_phone: Annotated[bool, typer.Option("--no-phone", help="Without the phone detectors.")] = False,
    no_yolox: Annotated[bool, typer.Option("--no-yolox", help="Without the second phone detector.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Videos only.")] = False,
    no_fits: Annotated[bool, typer.Option("--no-fits", help="Leave no sources out.")] = False,
    cache: Annotated[Path | None, typer.Option(help="Folder to keep observations in, for the next run.")] = None,
    card: Annotated[Path | None, typer.Option(help="A document whose accuracy card is replaced.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Replace the figures that the pages show.")] = False,
) -> None:
    """Score the checks and rules on labelled videos and pictures."""
    from proctor_core.evaluation import published
    from proctor_core.evaluation.evaluating import Evaluation, put_into, require_layout, write
    from proctor_core.evaluation.measurement import Plan
    from proctor_core.evaluation.versions import checks_sha256
    from proctor_core.models.manifest import find_models
    from proctor_core.services.reliability import PUBLISHED
    from proctor_core.wiring.clock import now
    from proctor_core.wiring.detectors import detector_files

    with plain_errors():
        for folder in folders:
            require_layout(folder)
        settings = Settings.load()
        found = find_models(models, models) if models else find_models(settings.models_dir, settings.models_cache)
        files = detector_files(found)
        files = replace(
            files,
            second_face_detector=None if no_yunet else files.second_face_detector,
            phone_detector=None if no_phone else files.phone_detector,
            second_phone_detector=None if no_phone or no_yolox else files.second_phone_detector,
        )
        plan = Plan(
            folders=folders,
            policy=PROFILES[policy],
            rate_hz=rate,
            cache=cache,
            key=f"{checks_sha256()}|{files}",
            with_pictures=not no_pictures,
            is_live=live,
            bit_rate=bit_rate,
        )
        report = Evaluation(files, plan, not no_fits, partial(typer.echo, err=True)).run()
        words = write(report, out)
        if card:
            put_into(card, words)
        if publish:
            published.publish(report, now().date(), PUBLISHED)
        typer.echo(words)
