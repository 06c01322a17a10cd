"""What every other part stands on, and the pieces of the settings that services take."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Engine

from db.engine import open_engine
from db.shared_clock import database_now
from proctor_core.domain.appeal import AppealTimes
from proctor_core.domain.blind_sample import DEMO_SHARE
from proctor_core.domain.chain import ChainKey
from proctor_core.domain.retention import RetentionTimes
from proctor_core.media.store import MediaStore
from proctor_core.models.manifest import ModelSet, find_models
from proctor_core.secret_key import secret_key
from proctor_core.services.chain.appending import ChainKeeper, keep_chain
from proctor_core.services.chain.salts import Salts
from proctor_core.services.composition import ServiceSettings
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.mail.mail_post import MailPost
from proctor_core.services.recordings.upload_admission import UploadLimits
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.settings import Settings
from proctor_core.wiring.clock import now


@dataclass(frozen=True, slots=True)
class Ground:
    """Database, media store, models and the folder that the program writes to."""

    settings: Settings
    engine: Engine
    media: MediaStore
    models: ModelSet
    key: SecretStr
    """What cookies, throttles, webhooks and the chain are keyed with; made once where the settings name none."""

    @property
    def data_dir(self) -> Path:
        """Everything that the program writes lies in here."""
        return self.settings.data_dir.resolve()

    @property
    def folders(self) -> DataFolders:
        """Where services keep what is on its way."""
        return DataFolders.within(self.data_dir)

    @property
    def allows_demo(self) -> bool:
        """Demo accounts need no password: they exist on this machine alone."""
        return self.settings.demo and self.settings.is_loopback


def lay_ground(settings: Settings) -> Ground:
    """Open what the settings name; whatever is written to this database from now on is chained.

    Raises:
        Unavailable: the media store can't be opened.
    """
    ground = Ground(
        settings=settings,
        engine=open_engine(settings.database_address),
        media=MediaStore.open(settings.media_address),
        models=find_models(settings.models_dir, settings.models_cache),
        key=secret_key(settings.secret_key, settings.data_dir.resolve()),
    )
    keep_chain(ground.engine, ChainKeeper(chain_key(ground), now, Salts()))
    return ground


def chain_key(ground: Ground) -> ChainKey:
    """What the chain's links are keyed with."""
    return ChainKey.of(ground.key.get_secret_value().encode())


def service_settings(ground: Ground, announce: Callable[[UUID], None]) -> ServiceSettings:
    """The pieces that services take; `announce` hears of recordings that are to be analysed."""
    settings = ground.settings
    return ServiceSettings(
        key=ground.key.get_secret_value().encode(),
        folders=ground.folders,
        rules=session_rules(settings),
        heartbeat_s=settings.heartbeat_interval,
        sign_in_time=timedelta(hours=settings.sign_in_hours),
        allows_demo=ground.allows_demo,
        retention=retention_times(settings),
        appeals=appeal_times(settings),
        uploads=UploadLimits(settings.upload_largest_mb << 20, timedelta(hours=settings.upload_hours)),
        webhooks_to_own_network=settings.webhooks_to_own_network,
        queue_age=timedelta(hours=settings.queue_age_hours) if settings.queue_age_hours else None,
        queue_mail_hour=settings.queue_mail_hour if settings.smtp_host else None,
        announce=announce,
        shared=database_now,
    )


def mail_post(settings: Settings) -> MailPost | None:
    """The mail server; None where none is named."""
    if not settings.smtp_host:
        return None
    return MailPost(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else "",
        security=settings.smtp_security,
    )


def session_rules(settings: Settings) -> SessionRules:
    """What new sessions take over; a number that nobody set is left to the survey's profile."""
    given = settings.model_fields_set
    return SessionRules(
        proctoring_enabled=settings.enabled,
        policy=settings.policy,
        violation_threshold=settings.violation_threshold if "violation_threshold" in given else None,
        min_confidence=settings.min_confidence if "min_confidence" in given else None,
        blind_sample_share=settings.blind_sample_share if "blind_sample_share" in given else _demo_share(settings),
    )


def _demo_share(settings: Settings) -> float | None:
    return DEMO_SHARE if settings.demo else None


def appeal_times(settings: Settings) -> AppealTimes:
    """How long a taker may object, and within which time that should be answered."""
    return AppealTimes(timedelta(days=settings.appeal_days), timedelta(days=settings.appeal_answer_days))


def retention_times(settings: Settings) -> RetentionTimes:
    """How long what was measured is kept."""
    return RetentionTimes(
        passed=timedelta(days=settings.retention_passed_days),
        rejected=timedelta(days=settings.retention_rejected_days),
        unfinished=timedelta(days=settings.retention_unfinished_days),
        appeal=timedelta(days=settings.appeal_days),
        sign_ins=timedelta(days=settings.retention_sign_in_days),
        audit=timedelta(days=settings.retention_audit_days),
    )
