"""Every setting of the program: one frozen, typed object, read from the environment and `.env`, built once in `bootstrap`.

A name that starts with PROCTORING_ and is not in here is refused, so that a typing error never passes for a setting.
"""

import os
import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Self, cast

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict, SettingsError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from proctor_core.codes.code import CodedMessage, joined, message
from proctor_core.codes.setting_faults import InputFault, SettingFault
from proctor_core.domain.blind_sample import MOST_SHARE
from proctor_core.domain.ice_server import IceServer, parse_ice_server
from proctor_core.domain.mail import MailSecurity, is_address
from proctor_core.domain.policy import PROFILES, Policy, PolicyName
from proctor_core.errors import MisconfiguredError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MIN_SECRET_LENGTH = 32
MIN_SECRET_VARIETY = 8
PLACEHOLDERS = ("changeme", "change-me", "change_me", "example", "your-secret", "secret_key")
PREFIX = "PROCTORING_"
DATABASES = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg2"})


class TaskQueue(StrEnum):
    """Where workers hear that there is a recording to analyse; without hearing it they look every minute."""

    FILE = "file"
    POSTGRES = "postgres"


class Settings(BaseSettings):
    """The settings in force; each field says what it does, in which unit, and its default."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_file=".env",
        env_prefix=PREFIX,
        env_ignore_empty=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    enabled: bool = Field(
        default=True, description="Watch the camera at all. Off: surveys run without camera and consent."
    )
    heartbeat_interval: float = Field(
        default=5.0, ge=1, le=60, description="Seconds between two heartbeats, each of which extends a face run."
    )
    violation_threshold: int = Field(
        default=3, ge=1, le=100, description="Violations after which a session is flagged for a human."
    )
    min_confidence: float = Field(
        default=0.6, ge=0.1, le=0.99, description="Face confidence (0 to 1) under which a face counts as unclear."
    )
    policy: PolicyName = Field(
        default=PolicyName.STANDARD, description="Profile for surveys that name none: relaxed, standard or strict."
    )
    blind_sample_share: float = Field(
        default=0.0,
        ge=0.0,
        le=MOST_SHARE,
        description="Share (0 to 0.1) of unflagged and of decided sessions that moderators judge unmarked. Demo: 0.02.",
    )
    analysis_threads: int = Field(
        default=0, ge=0, le=64, description="Threads that analyse frames; 0 means one per core."
    )
    data_dir: Path = Field(default=Path("data"), description="Folder that holds everything the program writes.")
    media_root: str = Field(
        default="",
        description="Where pictures lie: a folder, or an address such as s3://bucket/prefix. Default: data/media.",
    )
    models_dir: Path | None = Field(default=None, description="Folder with model files that is looked in first.")
    database_url: str = Field(
        default="",
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
        description="sqlite:///... or postgresql+psycopg2://user:password@host/name. Default: SQLite in the data folder.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Signs sign-ins and links the chain of what is kept, 32 characters or more. "
        "Default: made once, kept in the data folder.",
    )
    sign_in_hours: float = Field(default=12.0, gt=0, le=720, description="Hours until a sign-in ends.")
    secure_cookies: bool = Field(
        default=False, description="Mark cookies Secure always. Off: they are marked when a request comes over https."
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        description='Proxies whose X-Forwarded-For, -Proto and -Host are believed, as a JSON list such as ["10.0.0.2"].',
    )
    retention_passed_days: float = Field(
        default=30.0, gt=0, description="Days until pictures and measurements of an accepted session are erased."
    )
    retention_rejected_days: float = Field(
        default=90.0, gt=0, description="Days until pictures and measurements of a session that a person rejected go."
    )
    appeal_days: float = Field(
        default=14.0, ge=0, description="Days after a rejection in which its taker may object; 0: nobody may."
    )
    appeal_answer_days: float = Field(
        default=14.0,
        gt=0,
        description="Days in which another moderator should answer an objection; then health says so.",
    )
    retention_unfinished_days: float = Field(
        default=7.0, gt=0, description="Days unseen until a begun session expires; so many later all of it is erased."
    )
    retention_sign_in_days: float = Field(
        default=30.0, gt=0, description="Days after their end until sign-ins and links to set a password are erased."
    )
    retention_audit_days: float = Field(
        default=365.0, gt=0, description="Days until a line of the audit log names nobody any more."
    )
    admission_floor: float = Field(
        default=0.98,
        ge=0,
        le=1,
        validation_alias=AliasChoices("PROCTORING_COVERAGE_FLOOR", "admission_floor"),
        description="Share of its seconds with a look that each session keeps; who would push it lower is asked to wait.",
    )
    ice_servers: tuple[IceServer, ...] = Field(
        default=(),
        description=(
            'STUN and TURN servers as a JSON list: "stun:host:3478", or '
            '{"urls": "turn:host:3478", "username": "...", "credential": "..."}. Default: none.'
        ),
    )
    cors_origins: tuple[str, ...] = Field(
        default=(),
        description='Other sites whose scripts may call the API with a token, as a JSON list such as ["https://example.org"].',
    )
    api_rate_per_token: int = Field(
        default=600, ge=1, description="API requests a minute that one token may make; a session needs about 15."
    )
    api_rate_per_address: int = Field(
        default=30_000,
        ge=1,
        description="API requests a minute from one address that carry no token and no sign-in, and of one sign-in.",
    )
    webhooks_to_own_network: bool = Field(
        default=False,
        description="Webhooks may lead to this machine and its own network, and to http. Off: they are refused.",
    )
    queue_age_hours: float = Field(
        default=24.0,
        ge=0,
        le=8760,
        description="Hours that a session may wait for a moderator before webhooks are told (queue.waiting); 0: never.",
    )
    queue_mail_hour: int = Field(
        default=7,
        ge=0,
        le=23,
        description="Hour of the server's day at which moderators who want it are mailed what waits for them.",
    )
    smtp_host: str = Field(default="", description="Mail server. Default: none, so that nobody is mailed.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_security: MailSecurity = Field(
        default=MailSecurity.STARTTLS,
        description="How it is spoken to: starttls, tls (from the first byte, port 465) or none (on this machine).",
    )
    smtp_user: str = Field(default="", description="Name to log in with; empty where it asks for none.")
    smtp_password: SecretStr | None = Field(default=None, description="Password of that name.")
    smtp_from: str = Field(default="", description="Address that mails come from.")
    public_url: str = Field(
        default="", description="Address under which people open the program, for links in mails. Default: no links."
    )
    upload_largest_mb: int = Field(
        default=2048,
        ge=1,
        le=1_000_000,
        description="Megabytes (of 1,048,576 bytes) that an uploaded recording may have.",
    )
    upload_hours: float = Field(
        default=24.0,
        gt=0,
        le=720,
        description="Hours after its beginning until an upload that is not complete is removed.",
    )
    analyses_here: bool = Field(
        default=True,
        description="Analyse uploaded recordings in this process too. Off: only `python -m proctor_core worker` does it.",
    )
    analysis_hours: float = Field(
        default=6.0, gt=0, le=240, description="Hours that the analysis of one uploaded recording may take."
    )
    task_queue: TaskQueue = Field(
        default=TaskQueue.FILE,
        description="What calls workers to uploaded recordings: file (of the data folder), or postgres (DATABASE_URL's).",
    )
    host: str = Field(
        default="127.0.0.1",
        validation_alias=AliasChoices("HOST", "host"),
        description="Address to serve on. Demo accounts are refused on any but this machine's own.",
    )
    port: int = Field(
        default=8501, ge=1, le=65535, validation_alias=AliasChoices("PORT", "port"), description="Port to serve on."
    )
    https: bool = Field(
        default=False,
        validation_alias=AliasChoices("HTTPS", "https"),
        description="Serve https by a certificate of its own, so that browsers on other machines give their camera.",
    )
    demo: bool = Field(
        default=True,
        validation_alias=AliasChoices("DEMO", "demo"),
        description="Load demo content into a new database.",
    )

    @field_validator("ice_servers", mode="before")
    @classmethod
    def _servers(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError(message(SettingFault.NO_LIST))
        entries = cast("list[object]", value)
        return tuple(entry if isinstance(entry, IceServer) else parse_ice_server(entry) for entry in entries)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            known = not value or make_url(value).drivername in DATABASES
        except ArgumentError:
            known = False
        if not known:
            raise ValueError(message(SettingFault.NO_DATABASE))
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < MIN_SECRET_LENGTH:
            raise ValueError(message(SettingFault.TOO_SHORT, least=MIN_SECRET_LENGTH))
        if value is not None and len(set(value.get_secret_value())) < MIN_SECRET_VARIETY:
            raise ValueError(message(SettingFault.REPEATED))
        if value is not None and any(word in value.get_secret_value().casefold() for word in PLACEHOLDERS):
            raise ValueError(message(SettingFault.PLACEHOLDER))
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError(message(SettingFault.NO_WEB_ADDRESS))
        return value

    @model_validator(mode="after")
    def _mail_from_somebody(self) -> Self:
        if self.smtp_host and not is_address(self.smtp_from):
            raise ValueError(message(SettingFault.MAIL_NEEDS_SENDER))
        return self

    @model_validator(mode="after")
    def _queue_in_its_database(self) -> Self:
        if self.task_queue is TaskQueue.POSTGRES and make_url(self.database_address).get_backend_name() != "postgresql":
            raise ValueError(message(SettingFault.QUEUE_NEEDS_POSTGRES))
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the program."""
        return self.host in LOOPBACK

    @property
    def database_address(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'proctor.db'}"

    @property
    def media_address(self) -> str:
        """Where pictures lie, with the default filled in."""
        return self.media_root or str(self.data_dir.resolve() / "media")

    @property
    def models_cache(self) -> Path:
        """Where fetched models are kept."""
        return self.data_dir.resolve() / "models"

    @property
    def base_policy(self) -> Policy:
        """The configured profile with the numbers that were set put in: what a recording from a file is judged by."""
        numbers = {name: getattr(self, name) for name in ("violation_threshold", "min_confidence")}
        return replace(PROFILES[self.policy], **{n: v for n, v in numbers.items() if n in self.model_fields_set})

    @classmethod
    def load(cls) -> Self:
        """Read environment and `.env`.

        Raises:
            MisconfiguredError: a value does not fit, or a PROCTORING_ name is not known.
        """
        try:
            _refuse_unknown_names()
            return cls()
        except ValidationError as error:
            raise MisconfiguredError(_mistakes_of(error)) from None
        except SettingsError as error:
            # No cause: it holds the value, which may be a secret.
            raise _no_json(error) from None
        except (UnicodeDecodeError, OSError) as error:
            raise MisconfiguredError(SettingFault.NO_FILE, error=str(error)) from None


def _refuse_unknown_names() -> None:
    unknown = sorted(set(given_names()) - {name.upper() for name in environment_names()})
    if unknown:
        raise MisconfiguredError(SettingFault.UNKNOWN, unknown=", ".join(unknown), known=", ".join(environment_names()))


def _no_json(error: SettingsError) -> MisconfiguredError:
    named = next((field for field in Settings.model_fields if f'"{field}"' in str(error)), None)
    if named is None:
        return MisconfiguredError(SettingFault.SOME_NO_JSON)
    return MisconfiguredError(SettingFault.NO_JSON, name=_environment_name(named))


def environment_names() -> list[str]:
    """The environment variable of each setting, in the order of the class."""
    return [_environment_name(name) for name in Settings.model_fields]


def _environment_name(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else PREFIX + field.upper()


def given_names() -> list[str]:
    """Every PROCTORING_ name of the environment and of `.env`, in capitals."""
    names = [*os.environ, *DotEnvSettingsSource(Settings).env_vars]
    return [name.upper() for name in names if name.upper().startswith(PREFIX)]


def _mistakes_of(error: ValidationError) -> CodedMessage | str:
    return joined(*(_mistake(one) for one in error.errors()))


def _mistake(one: ErrorDetails) -> CodedMessage | str:
    fault = _fault(one)
    if not one["loc"]:
        return fault
    field = str(one["loc"][0])
    name = _environment_name(field) if field in Settings.model_fields else field
    return message(SettingFault.IN_SETTING, name=name, fault=fault)


def _fault(one: ErrorDetails) -> CodedMessage | str:
    """Of a validator of ours its message; of pydantic's the code of its kind, its English where there is none."""
    context = one.get("ctx", {})
    refused = context.get("error")
    if isinstance(refused, ValueError):
        return refused.args[0]
    kind = next((code for code in InputFault if str(code) == one["type"]), None)
    if kind is None or not kind.placeholders <= context.keys():
        return one["msg"]
    return CodedMessage(kind, {name: context[name] for name in kind.placeholders})


def settings_in_force(settings: Settings) -> list[tuple[str, str, str, str]]:
    """(variable, value, source, description) of each setting; secrets and passwords are not told."""
    rows: list[tuple[str, str, str, str]] = []
    for field, variable in zip(Settings.model_fields, environment_names(), strict=True):
        value = getattr(settings, field)
        is_given = field in settings.model_fields_set
        source = ("environment" if os.environ.get(variable) else ".env") if is_given else "default"
        rows.append((variable, _shown(field, value), source, str(Settings.model_fields[field].description)))
    return rows


def _shown(field: str, value: object) -> str:
    if field == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True) if value else "SQLite in the data folder"
    if isinstance(value, SecretStr):
        return "set"
    if field == "media_root" and "://" in str(value):
        # An address may carry a login as well.
        return re.sub(r"(?<=://)[^/]*@", "***@", str(value))
    if isinstance(value, tuple):
        return ", ".join(str(entry) for entry in cast("tuple[object, ...]", value)) or "not set"
    return "not set" if value in (None, "") else str(value)
