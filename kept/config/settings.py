"""All settings, one file. Every choice that an operator has is an environment variable read here."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environs
from django.core.exceptions import ImproperlyConfigured

from kept.deliveries import named
from kept.deliveries.routing import pace

env = environs.Env()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.path("KEPT_HOME", Path.home() / ".kept")


def _secret_key() -> str:
    """The key from the environment, or one made once and kept in KEPT_HOME, readable by us alone."""
    if given := env.str("KEPT_SECRET_KEY", ""):
        return str(given)
    kept_in = HOME / "secret.key"
    try:
        return _kept_key(kept_in)
    except OSError as error:
        raise ImproperlyConfigured(f"KEPT_HOME cannot be used: {error}") from error


def _kept_key(kept_in: Path) -> str:
    if not kept_in.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        draft = HOME / f"secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # two desks may start at once: the first one's key stands
            os.link(draft, kept_in)
        draft.unlink()
    return kept_in.read_text()


def _database(url: str) -> dict[str, Any]:
    """SQLite (WAL, immediate, full sync: we sell evidence) or PostgreSQL with psycopg's pool.

    ``sqlite:////absolute/file`` or ``postgres://user:password@host:port/name``; a host that is a folder
    (percent-encoded) means the Unix socket in it. Raises ImproperlyConfigured for any other address.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        file = unquote(parts.path.removeprefix("/"))
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "TEST": {"NAME": f"{file}.test"},  # a file, so that threads of one test see each other
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("KEPT_DATABASE_URL starts with sqlite:/// or postgres://")
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"KEPT_DATABASE_URL: {error}") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.netloc.rpartition("@")[2].partition(":")[0]),
        "PORT": port or "",
        "CONN_MAX_AGE": 0,  # under ASGI a kept connection leaks; the pool keeps them instead
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.int("KEPT_DATABASE_POOL", 20)}},
    }


DEBUG = env.bool("KEPT_DEBUG", False)
SECRET_KEY = _secret_key()
BASE_URL = env.str("KEPT_BASE_URL", "http://127.0.0.1:8040").rstrip("/")
if not re.match(r"https?://[^/\s]+", BASE_URL):
    raise ImproperlyConfigured("KEPT_BASE_URL is an address such as https://desk.example.com")
_OWN_HOST = urlsplit(BASE_URL).netloc.rpartition("@")[2]
ALLOWED_HOSTS = env.list(
    "KEPT_ALLOWED_HOSTS", [re.sub(r":\d+$", "", _OWN_HOST), "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list(
    "KEPT_TRUSTED_ORIGINS", [f"{urlsplit(BASE_URL).scheme}://{_OWN_HOST}"]
)
DEMO = env.bool("KEPT_DEMO", False)

DATABASES = {"default": _database(env.str("KEPT_DATABASE_URL", f"sqlite:///{HOME / 'kept.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CONTEXTS = [
    "kept.work",
    "kept.ledger",
    "kept.business",
    "kept.customers",
    "kept.outbox",
    "kept.conversations",
    "kept.policies",
    "kept.promises",
    "kept.orders",
    "kept.deliveries",
    "kept.memberships",
    "kept.complaints",
    "kept.scorecards",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_tasks",
    *CONTEXTS,
    "kept.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kept.web.security.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kept.web.limits.NoZeroBytes",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kept.web.security.StaffOnly",
    "kept.web.refusals.AnswerRefusals",
]

ROOT_URLCONF = "kept.config.urls"
ASGI_APPLICATION = "kept.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kept.web.context.house",
            ],
        },
    }
]

# Who may come in
AUTH_USER_MODEL = "business.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "kept.web.accounts.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# What a browser is told
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Words and times
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = None  # nothing is collected: the files are served from where they lie, with the wheel's own
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Proofs: where every signed checkpoint is kept a second time, and who stamps the day's (RFC 3161)
WITNESS = env.path("KEPT_WITNESS", HOME / "witness.txt")
TIMESTAMP_URL = env.str("KEPT_TIMESTAMP_URL", "")
if not re.match(r"(https?://[^/\s]+.*)?$", TIMESTAMP_URL):
    raise ImproperlyConfigured("KEPT_TIMESTAMP_URL is an address such as https://timestamp.example.com")

# The dispatcher's map: pictures of the land from this address, or none, so that nothing leaves the house
MAP_TILES = env.str("KEPT_MAP_TILES", "")
MAP_ATTRIBUTION = env.str("KEPT_MAP_ATTRIBUTION", "")
if MAP_TILES and not (
    re.match(r"https?://[\w.-]+(:\d+)?/\S+$", MAP_TILES)
    and all(part in MAP_TILES for part in ("{z}", "{x}", "{y}"))
):
    raise ImproperlyConfigured(
        "KEPT_MAP_TILES is one address with {z}, {x} and {y} in it: https://tiles.example.com/{z}/{x}/{y}.png"
    )

# Mail out: an smtp://user:password@host:port address, or a folder, or - for the console
MAIL_TRANSPORT = env.str("KEPT_MAIL", f"folder:{HOME / 'mail'}")
MAIL_FROM = env.str("KEPT_MAIL_FROM", "desk@localhost")

# Roads: who knows how long a drive takes (nobody: it is reckoned from the straight line), and how much slower
# which hours of the week are
try:
    ROADS = named.read(env.str("KEPT_TRAVEL", ""), kinds=("osrm", "valhalla"))
except ValueError as error:
    raise ImproperlyConfigured(f"KEPT_TRAVEL {error}") from error
try:
    PACE = pace.read(env.str("KEPT_PACE", pace.RUSH_HOURS))
except ValueError as error:
    raise ImproperlyConfigured(f"KEPT_PACE: {error}") from error

# Addresses: who suggests where they lie (a person confirms), and the operator's own table: address, lat, lon
try:
    ADDRESSES = named.read(env.str("KEPT_ADDRESSES", ""), kinds=("nominatim", "photon"))
except ValueError as error:
    raise ImproperlyConfigured(f"KEPT_ADDRESSES {error}") from error
ADDRESS_FILE = env.path("KEPT_ADDRESS_FILE", None)

TASKS = {"default": {"BACKEND": "kept.work.backend.LeaseBackend", "QUEUES": []}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without links": {"()": "kept.web.logs.WithoutLinks"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without links"]}
    },
    "loggers": {"psycopg.pool": {"level": "ERROR"}},  # its warnings repeat what the caller is told anyway
    "root": {"handlers": ["console"], "level": env.str("KEPT_LOG", "WARNING")},
}
