"""Settings of an installation, read from environment variables that start with ONESTOP_."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ONESTOP_"
_DATABASES = ("sqlite:", "postgresql:")


class Settings(BaseSettings):
    """What differs between installations; every default is safe on a laptop."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    database_url: str = Field(default="sqlite:///var/onestop.db", description="a file of SQLite, or PostgreSQL")
    public_url: str = "http://127.0.0.1:8000"
    hold_minutes: int = Field(default=10, ge=1, le=24 * 60)
    waiting_minutes: int = Field(
        default=240, ge=1, le=7 * 24 * 60, description="what comes free is kept for one who waits"
    )
    offer_minutes: int = Field(default=30, ge=1, le=24 * 60)
    late_days: int = Field(default=15, ge=1, le=30, description="open days after the deadline searched for late offers")
    spool_dir: Path = Path("var/spool")
    smtp_host: str | None = Field(default=None, description="mail goes to the spool folder while this is not set")
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = True
    embedded_worker: bool = Field(default=True, description="whether the server process does background work itself")
    poll_seconds: float = Field(default=1.0, gt=0, le=60)
    lead_days: int = Field(default=2, ge=0, le=30, description="open days before the first one that times become firm")
    night_hour: int = Field(default=2, ge=0, le=23, description="local hour from which provisional times are improved")
    night_seconds: float = Field(default=60.0, gt=0, le=3600)
    protected_hours: int = Field(
        default=48, ge=0, le=366 * 24, description="ahead in which no night moves what is firm"
    )
    apply_proposals: bool = Field(default=False, description="whether what a night proposes is done without a planner")
    replan_seconds: float = Field(
        default=3.0, gt=0, le=600, description="to plan anew those whom a disruption displaces"
    )
    group_seconds: float = Field(default=10.0, gt=0, le=600, description="to plan a group that arrives together")
    plan_workers: int = Field(default=2, ge=1, le=64)
    scenario_workers: int = Field(default=2, ge=1, le=64, description="processes that scenarios are run in")

    @field_validator("public_url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("an address such as https://onestop.example.org")
        return url

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, url: str) -> str:
        if not url.startswith(_DATABASES):
            raise ValueError("sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
        return url


class UnknownSettingError(ValueError):
    """The environment holds a setting that there is not."""


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuses settings that are spelled wrong, which would be passed over: raises UnknownSettingError."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known) or known
            raise UnknownSettingError(f"{name}: there is no such setting; expected one of {', '.join(near)}")
