"""One settings file, read from the environment; what differs between places is the environment.

Unsafe defaults exist only where ``DEMO=1`` or ``DEBUG=1`` is asked for. Without its secrets the
process refuses to start. A secret may come from a file: ``NAME_FILE`` beside ``NAME``.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# ── where we are ──────────────────────────────────────────────────────────────
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
TESTING = env.bool("TESTING", default=False)
RELAXED = DEMO or DEBUG or TESTING


def secret(name: str) -> str:
    """A setting without which the portal must not run."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"Set {name} (or {name}_FILE): the portal does not start without it."
        )
    return value


SECRET_KEY = secret("SECRET_KEY")
SEALING_KEY_FILE = env.str("SEALING_KEY_FILE", default="")
INDEX_KEY_FILE = env.str("INDEX_KEY_FILE", default="")
for _name, _path in {
    "SEALING_KEY_FILE": SEALING_KEY_FILE,
    "INDEX_KEY_FILE": INDEX_KEY_FILE,
}.items():
    if not _path or not Path(_path).is_file():
        raise ImproperlyConfigured(
            f"Set {_name} to the file of keys: the portal does not start without it."
        )
BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# ── what it is made of ────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "guardian",
    "pgtrigger",
    "pghistory",
    "django_linear_migrations",
    "oauth2_provider",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "portal.core",
    "portal.audit",
    "portal.sealing",
    "portal.access",
    "portal.organisations",
    "portal.sign_in",
    "portal.notifications",
    "portal.deadlines",
    "portal.machines",
    "cases",
    "referrals",
    "recommendations",
    "portal.demo",
    "portal.bench",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.PagesCompressedMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.OwnLanguageMiddleware",
    "portal.organisations.middleware.ActorMiddleware",
    "portal.sign_in.middleware.GateMiddleware",
    "portal.audit.middleware.RefusalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.NothingKeptMiddleware",
    "portal.middleware.ProblemMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.shell.shell",
            ],
            "builtins": ["portal.core.templatetags.concord"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# ── where things are kept ─────────────────────────────────────────────────────
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"].update(
    ATOMIC_REQUESTS=False,
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=60),
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=True,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
SESSION_ENGINE = "portal.sign_in.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no words in a cookie

# ── work in the background ────────────────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = env.str(
    "BEAT_SCHEDULE_FILE", default=str(BASE_DIR / "var/beat-schedule")
)
_EVERY = {  # name -> task, seconds between two
    "deliver": ("portal.core.tasks.deliver_due", 5.0),
    "heartbeat": ("portal.core.tasks.heartbeat", 5.0),
    "tidy": ("portal.core.tasks.tidy", 3600.0),
    "strike": ("portal.deadlines.tasks.strike", 15.0),
    "mail": ("portal.notifications.tasks.send_mail", 10.0),
    "seal": ("portal.audit.tasks.seal_minute", 60.0),
    "coordination": ("cases.tasks.fill_coordination", 300.0),
    "exchange": ("referrals.tasks.resume_exchange", 60.0),
    "tidy-notices": ("portal.notifications.tasks.tidy", 86_400.0),
    "webhooks": ("portal.machines.tasks.send_webhooks", 10.0),
    "tidy-sessions": ("portal.sign_in.tasks.tidy", 86_400.0),
    "tidy-machines": ("portal.machines.tasks.tidy", 86_400.0),
}
# What waits longer than this is dropped: the next one does its work, and a worker that was away
# for a night finds a dozen messages, not thousands.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": max(60.0, seconds)}}
    for name, (task, seconds) in _EVERY.items()
}

# ── who signs in ──────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["portal.sign_in.backends.Backend"]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_RAISE_403 = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # nobody asks has_perm: access goes by selectors
_RANDOM_SECRETS = "portal.machines.hashing.RandomSecretHasher"  # of machines; people's come first
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", _RANDOM_SECRETS]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", _RANDOM_SECRETS]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "portal.sign_in.adapter.NoSignup"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # portal.sign_in.lockout counts instead, everywhere
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("BEHIND_PROXY", default=False))
MFA_ADAPTER = "portal.sign_in.sealed.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two things: having and knowing
MFA_FORMS = {"authenticate": "portal.sign_in.web.forms.CodeForm"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# ── which machines come in, and where we call ─────────────────────────────────
OAUTH2_PROVIDER_APPLICATION_MODEL = "machines.MachineClient"
OAUTH2_PROVIDER = {  # client credentials alone; what RFC 9700 asks of the rest stands all the same
    "SCOPES_BACKEND_CLASS": "portal.machines.grants.OurScopes",
    "OAUTH2_VALIDATOR_CLASS": "portal.machines.grants.ClientCredentialsOnly",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 900,
    "CLIENT_SECRET_HASHER": "pbkdf2_sha256_random",
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    **{
        f"COMPLIANT_BCP_RFC9700_{gate}": True
        for gate in (
            *("IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT"),
            *("AUTHZ_RESPONSE_ISS", "TOKEN_STORAGE", "REFRESH_TOKEN", "REDIRECT_URI_SCHEME"),
        )
    },
}
# Only for trying webhooks on one machine: lets them call this very machine, by http, at any port.
WEBHOOKS_LOCAL = RELAXED and env.bool("WEBHOOKS_LOCAL", default=False)

# ── transport ─────────────────────────────────────────────────────────────────
SECURE = not RELAXED
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would send Origin: null, which CSRF refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
# Files hold names: they stay in memory until they are sealed, and never lie readable on a disk.
FILE_UPLOAD_HANDLERS = ["portal.core.uploads.InMemory"]
UPLOAD_LARGEST = 26_214_400

# ── words, zones, files ───────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
# What is printed and read to a person speaks these too.
SHEET_LANGUAGES = [*LANGUAGES, ("ar", "العربية"), ("uk", "Українська")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "var/static"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
    ("htmx", BASE_DIR / "node_modules/htmx.org/dist"),
    ("fonts", BASE_DIR / "node_modules/@fontsource-variable"),
]
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEBUG or TESTING:
    _STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}
WHITENOISE_USE_FINDERS = TESTING
DEMO_CREDENTIALS = env.str("DEMO_CREDENTIALS", default=str(BASE_DIR / "var/demo/credentials.json"))
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var/media"))
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="concord@concord.invalid")
EMAIL_TIMEOUT = 10
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# ── the API ───────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.machines.authentication.DeskCaller"],
    "DEFAULT_PERMISSION_CLASSES": [
        "portal.organisations.authentication.HasDesk",
        "portal.machines.authentication.InScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.core.parsing.BoundedJSONParser"],
    "NON_FIELD_ERRORS_KEY": "body",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.core.api.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["portal.machines.authentication.ByCaller"],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("API_RATE", default="600/min"),
        "search": "30/min",
        "token": env.str("TOKEN_RATE", default="120/min"),
        "token-client": env.str("TOKEN_CLIENT_RATE", default="60/min"),
    },
    "NUM_PROXIES": int(env.bool("BEHIND_PROXY", default=False)),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concord",
    "DESCRIPTION": "The National Referral Mechanism's interface for other agencies' computers.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RoleCode": "portal.access.vocabulary.Role",
        "KindCode": "portal.access.vocabulary.Kind",
        "SectionCode": "portal.access.vocabulary.Section",
        "PurposeCode": "portal.access.vocabulary.Purpose",
        "ExploitationCode": "cases.palermo.Exploitation.choices",
        "ConsentPurposeCode": "portal.access.vocabulary.ConsentPurpose",
        "AgeStatusCode": "portal.access.vocabulary.AgeStatus",
        "GuardianCode": "cases.guardians.Guardian.choices",
        "SaidByCode": "cases.age.SaidBy.choices",
        "DangerCode": "cases.vocabulary.Danger.choices",
        "WarningCode": "cases.vocabulary.SafetyAlert.choices",
        "NeedCode": "cases.vocabulary.Need.choices",
        "TakesCode": "cases.vocabulary.Takes.choices",
        "AccessibilityCode": "cases.vocabulary.Accessibility.choices",
        "ClosingReason": "cases.vocabulary.Closing.choices",
        "ProceedingStage": "cases.vocabulary.Stage.choices",
        "ProceedingEndedWhy": "cases.vocabulary.EndedWhy.choices",
        "NoticeKind": "portal.notifications.kinds.CODES",
        "DeliveryState": "portal.machines.models.STATES",
        "UrgencyCode": "referrals.states.Urgency.choices",
        "ReferralState": "referrals.states.ReferralState.choices",
        "OfferState": "referrals.states.OfferState.choices",
        "DeclineReason": "referrals.reasons.Decline.choices",
        "HerReason": "referrals.reasons.HerReason.choices",
        "WithdrawReason": "referrals.reasons.Withdraw.choices",
        "GiveBackReason": "referrals.reasons.GiveBack.choices",
        "CannotTakeReason": "referrals.reasons.CannotTake.choices",
        "TurnBackReason": "referrals.reasons.TurnBack.choices",
        "EndReason": "referrals.reasons.End.choices",
        "LevelCode": "recommendations.rules.levels.Level.choices",
        "VoiceCode": "recommendations.rules.levels.Voice.choices",
        "ConfidenceCode": "recommendations.rules.levels.Confidence.choices",
        "SourceKindCode": "recommendations.rules.kinds.SourceKind.choices",
        "EvidenceKindCode": "recommendations.rules.evidence.EvidenceKind.choices",
        "EntryKindCode": "recommendations.rules.entries.catalogue.KIND_CODES",
        "StageCode": "recommendations.rules.stages.Stage.choices",
        "MissingHow": "referrals.reasons.Missing.choices",
        "FoundWhat": "referrals.reasons.Found.choices",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.core.schema.plain_text",
        "portal.core.schema.nothing_more",
        "portal.core.schema.problems_everywhere",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

# ── what is written down about running (never personal data) ─────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_paths": {"()": "portal.logs.NoPersonalData"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "filters": ["no_paths"]}},
    "root": {"handlers": ["out"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
