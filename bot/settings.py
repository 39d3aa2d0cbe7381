"""Every setting of Waymark, in one place: environment variables that begin with `WAYMARK_`.

docs/operating.md lists them all; a test holds the two together.
"""

from __future__ import annotations

import functools
import re
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from bot.secret import SHORTEST, Secret, make_keys, read_keys

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds `config.yml`, `domain.yml` and `data/`."""

_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?")
"""Scheme, host and port: what a browser sends as `Origin`, in small letters and without a slash at the end."""

_ROLE_RULE = re.compile(r"([\w.:/-]+)=([^=,]+):(coordinator|facilitator|records|administrator)")
"""A claim, its value, and one of bot.store.coordinators.Role."""


OTHERS = 0o077
"""The rights of everybody but the owner. New files have none of them: bot/cli.py sets the umask."""


def is_open(path: Path) -> bool:
    """Whether anybody but its owner may read or change a file, or look into a folder."""
    return bool(path.stat().st_mode & OTHERS)


_MICROSOFT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""As Microsoft writes the ids of apps and tenants in tokens and activities. They are compared as they are."""
_HOST = re.compile(r"[a-z0-9.-]+|::1")


class SettingsError(Exception):
    """A setting is missing or wrong. The message is one line: what, and how to mend it."""


class Settings(BaseSettings):
    """Where Waymark keeps things, where it listens, and how strict it is."""

    model_config = SettingsConfigDict(env_prefix="WAYMARK_", frozen=True, extra="ignore")

    environment: Literal["local", "production"] = Field(
        "local", description="`production` refuses to start with unsafe settings, and sends cookies over HTTPS only."
    )
    home: Path = Field(Path("var"), description="The folder for state: the database and the local secret key.")
    database_url: str = Field(
        "", description="An SQLAlchemy address such as `postgresql+psycopg://…`. Empty: SQLite in the home folder."
    )
    host: str = Field("127.0.0.1", description="The address that both doors listen on.")
    bot_port: int = Field(5005, ge=0, le=65535, description="The port of the chat door.")
    review_port: int = Field(8000, ge=0, le=65535, description="The port of the coordinators' door.")
    secret_key: str = Field(
        "",
        description="At least 32 characters. Seals what the server must be able to find again. "
        "Made at first start locally; required in production.",
    )
    secret_key_file: Path | None = Field(
        None, description="A file with the secret key, in place of the above: one key a line, the newest first."
    )
    secret_keys_before: str = Field(
        "", description="Older secret keys, with commas between them: what was saved under them still opens."
    )
    backup_days: int = Field(
        30, ge=1, description="How long backups are kept, in days. What was deleted is remembered that long."
    )
    content_dir: Path = Field(ROOT / "data" / "content", description="What the bot knows.")
    encoder_dir: Path | None = Field(
        None, description="A folder with `model.safetensors`, `config.json` and `vocab.txt` to use instead of MiniLM."
    )
    spacy_ner: str = Field(
        "", description="The name or folder of an installed spaCy pipeline whose people join the suspected names."
    )
    messages_per_minute: int = Field(
        30, ge=1, description="How many messages one conversation may send at once, and then in a minute."
    )
    sessions_per_minute: int = Field(120, ge=1, description="How many conversations may be opened in a minute, in all.")
    sessions_per_address: int = Field(40, ge=1, description="How many of them from one address, which is never kept.")
    proxies: int = Field(
        0, ge=0, le=10, description="How many proxies stand before the chat door and add `X-Forwarded-For`."
    )
    drain_seconds: int = Field(
        0, ge=0, le=60, description="Seconds from being told to stop until stopping, in which it is not ready."
    )
    metrics_from: str = Field(
        "", description="Addresses or networks that may read `/metrics` beside this machine, with commas."
    )
    login_attempts: int = Field(5, ge=1, description="Wrong sign-ins to one name before the next ones wait.")
    review_idle_minutes: int = Field(30, ge=1, description="Minutes without use until a coordinator is signed out.")
    teams_app_id: str = Field("", description="The app (client) id of the Azure bot. Empty: no Teams door.")
    teams_tenant_id: str = Field("", description="The id of your Microsoft 365 tenant, which holds the app.")
    teams_app_secret: str = Field("", description="The app's client secret. Or use a certificate.")
    teams_certificate: Path | None = Field(
        None, description="A PEM file with the app's certificate and its private key, in place of the secret."
    )
    teams_tenants: str = Field("", description="Tenant ids that may use the bot, with commas. Empty: your own alone.")
    teams_service_hosts: str = Field(
        "smba.trafficmanager.net,smba.onyx.prod.teams.trafficmanager.net,smba.infra.gcc.teams.microsoft.com",
        description="Hosts of Teams that our token may be sent to, with commas, each exactly.",
    )
    teams_token_url: str = Field("", description="Where tokens come from. Empty: Microsoft Entra, for your tenant.")
    teams_keys_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="Where Microsoft says which keys it signs with.",
    )
    reminders_from_hour: int = Field(
        10, ge=0, le=23, description="The hour from which reminders may come, Monday to Friday."
    )
    reminders_to_hour: int = Field(16, ge=1, le=24, description="The hour from which they may not, in Scottish time.")
    review_origin: str = Field(
        "", description="The public address of the review door, such as `https://waymark.example.scot`, behind a proxy."
    )
    review_totp_required: bool | None = Field(
        None, description="Whether each password needs the code of an app beside it. Empty: in production it does."
    )
    review_oidc_issuer: str = Field(
        "", description="For coordinators who sign in at their organisation: the issuer, as the provider writes it."
    )
    review_oidc_client_id: str = Field("", description="What that provider calls Waymark's review app.")
    review_oidc_client_secret: str = Field("", description="The secret the provider gave for it.")
    review_oidc_roles: str = Field(
        "",
        description="Which claim gives which role, with commas between: `groups=waymark-leads:coordinator`. "
        "The first that fits counts.",
    )
    smallest_group: int = Field(
        10, ge=5, description="No figure is shown about fewer shared reflections than this. Never under 5."
    )
    figures_period: Literal["month", "quarter", "year"] = Field(
        "quarter", description="Figures are released once for each `month`, `quarter` or `year`, after its end."
    )

    chat_origin: str = Field(
        "", description="The public address of the chat door, such as `https://waymark.example.scot`, behind a proxy."
    )
    embed_origins: str = Field(
        "", description="The origins whose pages may show the widget, with commas between. Empty: only our own pages."
    )
    easy_read: bool = Field(
        False, description="Offer easier words for what is said most. A person has to approve them first."
    )
    bsl_videos: str = Field(
        "", description="The https address of videos in British Sign Language about Waymark. Empty: there are none."
    )
    entry: Literal["open", "code", "sign-in"] = Field(
        "open", description="Who may chat: whoever reaches the page, who has the access code, or who signs in."
    )
    access_code: str = Field(
        "", description="The code for `code`, as it is given out, or what `waymark access-code` made of it."
    )
    oidc_issuer: str = Field("", description="For `sign-in`: the issuer's address, as the provider writes it.")
    oidc_client_id: str = Field("", description="For `sign-in`: what the provider calls Waymark.")
    oidc_client_secret: str = Field("", description="For `sign-in`: the secret the provider gave for it.")
    oidc_claim: str = Field(
        "", description="For `sign-in`: a claim that must be there, such as `groups=waymark`. Empty: no further one."
    )

    @field_validator("metrics_from")
    @classmethod
    def _check_networks(cls, value: str) -> str:
        for one in filter(None, map(str.strip, value.split(","))):
            try:
                ip_network(one)
            except ValueError:
                raise ValueError(f"{one!r} is no address or network such as 10.42.0.0/16") from None
        return value

    @field_validator("embed_origins")
    @classmethod
    def _check_origins(cls, value: str) -> str:
        origins = [origin.strip().rstrip("/").lower() for origin in value.split(",") if origin.strip()]
        if wrong := [origin for origin in origins if not _ORIGIN.fullmatch(origin)]:
            raise ValueError(f"{wrong[0]!r} is no origin such as https://intranet.example.scot (no path, no star)")
        return ",".join(origins)

    @field_validator("bsl_videos")
    @classmethod
    def _check_bsl_videos(cls, value: str) -> str:
        if value and not re.fullmatch(r"https://[^\s\"<>]+", value):
            raise ValueError("it is no address such as https://www.example.scot/bsl")
        return value

    @field_validator("chat_origin")
    @classmethod
    def _check_chat_origin(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not re.match(rf"{_ORIGIN.pattern}(?:/[\w./~-]*)?$", value):
            raise ValueError("it is no address such as https://waymark.example.scot")
        return value

    @model_validator(mode="after")
    def _check_entry(self) -> Settings:
        needed = {
            "open": (),
            "code": ("access_code",),
            "sign-in": ("oidc_issuer", "oidc_client_id", "oidc_client_secret"),
        }
        if missing := [name for name in needed[self.entry] if not getattr(self, name)]:
            names = ", ".join(f"WAYMARK_{name.upper()}" for name in missing)
            raise ValueError(f"WAYMARK_ENTRY is {self.entry}, and that needs {names}")
        if self.oidc_claim and "=" not in self.oidc_claim:
            raise ValueError("WAYMARK_OIDC_CLAIM needs a name and a value, such as groups=waymark")
        return self

    @model_validator(mode="after")
    def _check_teams(self) -> Settings:
        if not self.teams_app_id:
            return self
        if not self.teams_tenant_id:
            raise ValueError("WAYMARK_TEAMS_APP_ID is set, and that needs WAYMARK_TEAMS_TENANT_ID")
        ids = {"APP_ID": self.teams_app_id, "TENANT_ID": self.teams_tenant_id, "TENANTS": self.teams_tenants}
        for name, listed in ids.items():
            if not all(_MICROSOFT_ID.fullmatch(one.strip()) for one in listed.split(",") if listed):
                raise ValueError(
                    f"WAYMARK_TEAMS_{name} must be an id such as 0a1b2c3d-0000-0000-0000-000000000000, in small "
                    "letters, and no name or domain: with anything else nobody would be let in (docs/teams.md)"
                )
        if not all(_HOST.fullmatch(one.strip()) for one in self.teams_service_hosts.split(",")):
            raise ValueError(
                "WAYMARK_TEAMS_SERVICE_HOSTS must be names of hosts alone, with commas between (docs/teams.md)"
            )
        if bool(self.teams_app_secret) == bool(self.teams_certificate):
            raise ValueError("set WAYMARK_TEAMS_APP_SECRET or WAYMARK_TEAMS_CERTIFICATE, one of the two")
        if self.teams_certificate and not self.teams_certificate.is_file():
            raise ValueError("WAYMARK_TEAMS_CERTIFICATE names no file")
        return self

    def require_teams_package(self) -> None:
        """Raises SettingsError when something is missing that the app package for Teams says to its readers."""
        if not self.teams_app_id:
            raise SettingsError("WAYMARK_TEAMS_APP_ID is not set, and the app package needs it (docs/teams.md).")
        if not self.chat_origin.startswith("https://"):
            raise SettingsError("WAYMARK_CHAT_ORIGIN must be the https address that people reach (docs/teams.md).")

    @model_validator(mode="after")
    def _check_review_sign_in(self) -> Settings:
        names = ("review_oidc_issuer", "review_oidc_client_id", "review_oidc_client_secret", "review_oidc_roles")
        given = [name for name in names if getattr(self, name)]
        if given and len(given) < len(names):
            missing = ", ".join(f"WAYMARK_{name.upper()}" for name in names if name not in given)
            raise ValueError(f"signing in to the review app at the organisation needs {missing} too")
        if self.review_oidc_roles and len(self.review_roles) != self.review_oidc_roles.count(",") + 1:
            raise ValueError("WAYMARK_REVIEW_OIDC_ROLES needs rules such as groups=waymark-leads:coordinator")
        return self

    @property
    def review_roles(self) -> tuple[tuple[str, str, str], ...]:
        """Which claim with which value gives which role, the first that fits counting."""
        rules = (_ROLE_RULE.fullmatch(rule.strip()) for rule in self.review_oidc_roles.split(","))
        return tuple((rule[1], rule[2], rule[3]) for rule in rules if rule)

    @property
    def review_address(self) -> str:
        """Where browsers find the review door, without a slash at the end."""
        return self.review_origin.rstrip("/") or f"http://{self.host}:{self.review_port}"

    @property
    def embedding(self) -> tuple[str, ...]:
        """The origins whose pages may show the widget."""
        return tuple(self.embed_origins.split(",")) if self.embed_origins else ()

    @property
    def totp_required(self) -> bool:
        """Whether whoever signs in with a password needs an authenticator app too."""
        return self.environment == "production" if self.review_totp_required is None else self.review_totp_required

    @property
    def chat_address(self) -> str:
        """Where browsers find the chat door, without a slash at the end."""
        return self.chat_origin or f"http://{self.host}:{self.bot_port}"

    @property
    def models_dir(self) -> Path:
        """Where trained models are. config.yml names a folder in it, so it cannot be moved."""
        return ROOT / "models"

    @property
    def database(self) -> str | URL:
        """The SQLAlchemy address in use. In one that is put together as a text, a folder's "?" would end its name."""
        if not self.database_url:
            return URL.create("sqlite", database=str(self.database_file))
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def database_file(self) -> Path:
        """Where the database stands when it is SQLite."""
        return (self.home / "waymark.sqlite3").absolute()

    @property
    def own_files(self) -> list[Path]:
        """What Waymark has put into the home folder, so far as it is there."""
        names = ("waymark.sqlite3*", "secret-key", "audit-end", "erased", "erased/*", "sessions", "sessions/*")
        return sorted(path for name in names for path in self.home.glob(name))

    def prepare(self) -> None:
        """Make the home folder, and close what is ours in it to others. Raises SettingsError when it cannot be written.

        The folder itself is left as it is when it was there: other things may live in it. `waymark doctor` looks at it.
        """
        try:
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.home / f".probe-{secrets.token_hex(4)}"
            probe.touch()
            probe.unlink()
            for path in self.own_files:
                if is_open(path):
                    path.chmod(path.stat().st_mode & ~OTHERS)
        except OSError as error:
            raise SettingsError(
                f"Waymark cannot write to the folder {self.home} ({error.strerror}). "
                "Make it writable, or set WAYMARK_HOME to a folder that is."
            ) from None

    @functools.cached_property
    def secret(self) -> Secret:
        """The server's secret and those before it. Made once in the home folder when local; required in production.

        Raises SettingsError when it is missing in production, too short, or cannot be read.
        """
        before = [key.strip() for key in self.secret_keys_before.split(",") if key.strip()]
        if self.secret_key and self.secret_key_file:
            raise SettingsError("WAYMARK_SECRET_KEY and WAYMARK_SECRET_KEY_FILE are both set. Keep one of them.")
        if self.secret_key:
            return _checked("WAYMARK_SECRET_KEY", [self.secret_key, *before])
        if self.secret_key_file is None and self.environment == "production":
            raise SettingsError(
                "WAYMARK_SECRET_KEY is not set, and production needs it. Make one with: openssl rand -hex 32"
            )
        path = self.key_file
        if self.secret_key_file is None:
            self.prepare()
            if not path.exists():
                make_keys(path)
        try:
            keys = read_keys(path)
        except (OSError, UnicodeDecodeError):
            raise SettingsError(
                f"The secret key in {path} cannot be read. Correct WAYMARK_SECRET_KEY_FILE, or the file's rights."
            ) from None
        return _checked(str(path), [*keys, *before])

    @property
    def key_file(self) -> Path:
        """The file that holds the secret key where it is no variable."""
        return self.secret_key_file or self.home / "secret-key"


def _checked(where: str, keys: list[str]) -> Secret:
    if not keys:
        raise SettingsError(f"There is no secret key in {where}. Make one with: openssl rand -hex 32")
    if len(keys[0]) < SHORTEST:
        raise SettingsError(f"{where} is shorter than {SHORTEST} characters. Make one with: openssl rand -hex 32")
    if any(len(key) < SHORTEST for key in keys):
        raise SettingsError(
            f"An older secret key is shorter than {SHORTEST} characters. Was it cut, or does it hold a comma? "
            "Then put it into WAYMARK_SECRET_KEY_FILE, one key a line."
        )
    return Secret(keys[0].encode(), (key.encode() for key in keys[1:]))


@functools.lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Read the settings once. Raises SettingsError with one line for every variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [_complaint("_".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise SettingsError(" ".join(lines) + " docs/operating.md lists every setting.") from None


def _complaint(name: str, what: str) -> str:
    what = what.removeprefix("Value error, ")
    return f"WAYMARK_{name.upper()}: {what}." if name else f"{what}."
