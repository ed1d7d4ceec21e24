"""Django's settings, built from config.env. Nothing here reads the environment by itself."""

from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from ruamsuk.config import env as env_module
from ruamsuk.config import mail
from ruamsuk.core import catalogues

catalogues.compile_all()  # here, because nothing can load translations before the settings
ENV = env_module.load()
SRC = Path(__file__).resolve().parents[1]

ENV.data_dir.mkdir(parents=True, exist_ok=True)
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = [key.strip() for key in ENV.secret_key_fallbacks.split(",") if key.strip()]
DEBUG = ENV.debug
RUAMSUK_MODE = ENV.mode
DATA_DIR = ENV.data_dir
BASE_URL = ENV.base_url
ALLOWED_HOSTS = [h.strip() for h in ENV.allowed_hosts.split(",") if h.strip()]
ALLOWED_HOSTS.append(urlsplit(BASE_URL).hostname or "")  # the address that letters point to is always served
CSRF_TRUSTED_ORIGINS = [BASE_URL] if ENV.https else []

# Order: from the ground up, as the import contract in pyproject.toml. Templates of the project win over
# those of libraries because ours stand first.
OUR_APPS = [
    f"ruamsuk.{name}"
    for name in (
        "core charts audit areas accounts jobs comments files notices exports transfer imports drafts issues checks "
        "instruments area_sets evidence organizations funds counting plans committees workbooks projects "
        "applications grades exchanges dashboards papers older_pages web"
    ).split()
]
if RUAMSUK_MODE != "production":  # what is invented stays apart from what real work runs on (docs/adr/0068)
    OUR_APPS.insert(-1, "ruamsuk.demo")
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",  # templates of what search engines read
    "django.forms",  # templates of widgets, drawn anew by core
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "ruamsuk.core.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ruamsuk.core.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ruamsuk.web.middleware.LanguageMiddleware",
    "ruamsuk.accounts.tokens.ApiMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ruamsuk.accounts.focus.FocusMiddleware",
    "ruamsuk.core.middleware.ProblemMiddleware",
    "ruamsuk.audit.middleware.OperationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ruamsuk.config.urls"
WSGI_APPLICATION = "ruamsuk.config.wsgi.application"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "ruamsuk.core.loaders.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "ruamsuk.core.templatetags.ui",
                "ruamsuk.core.templatetags.thai",
                "ruamsuk.charts.templatetags.charts",
                "ruamsuk.exports.templatetags.exports",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "ruamsuk.core.forms.Renderer"

DATABASES = {
    "default": dj_database_url.parse(
        ENV.database_url or f"sqlite:///{ENV.data_dir / 'ruamsuk.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,  # seconds of waiting for who writes; an address may name others
        **DATABASES["default"].get("OPTIONS", {}),
        # Write transactions take the lock at once instead of failing half-way when two meet.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        # Statements keep their plan for a connection: planning took longer than running (docs/adr/0058).
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
ATOMIC_REQUESTS = False
# Counts of rate limits: in the database, so that all worker processes count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "ruamsuk.accounts.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "ruamsuk.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "ruamsuk.accounts.signin.SignInForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # each subject begins with the name of the system already
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets letters because a stranger typed their address
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Whose word about the visitor's address counts: core.limits.client_address, which axes and allauth ask too.
TRUSTED_PROXIES = ENV.trusted_proxies
TRUSTED_PROXY_NETWORKS = [ip_network(part.strip()) for part in ENV.proxy_addresses.split(",") if part.strip()]
# Failed tries are above all for django-axes below, whose page says how long to wait.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,12/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
if not ENV.rate_limits:
    ACCOUNT_RATE_LIMITS = False
AXES_ENABLED = ENV.rate_limits
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "ruamsuk.accounts.signin.lockout_name"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "ruamsuk.core.limits.client_address"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "Thai"), ("en", "English")]  # shown by their own names, see web.forms
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"  # stored in UTC, shown and cut into days in Bangkok

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENV.data_dir / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENV.mode == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENV.mode == "test"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT_BYTES = ENV.upload_limit_mb * 1024 * 1024
# A file a little too large is still told beside its field.
BODY_LIMIT_BYTES = 2 * UPLOAD_LIMIT_BYTES + 5 * 1024 * 1024
RATE_LIMITS = ENV.rate_limits

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENV.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "ruamsuk.core.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_FAILURE_VIEW = "ruamsuk.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
if ENV.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000

DEFAULT_FROM_EMAIL = ENV.email_from
EMAIL_BACKEND = "ruamsuk.jobs.letters.Backend"  # every letter of every library becomes a job
MAIL_TRANSPORT = mail.transport(ENV.email_url)  # what that job sends it with
HAS_DEMO_MAILBOX = RUAMSUK_MODE == "demo"  # docs/adr/0097
DEMO_MAIL_DOMAIN = "demo.example"  # of the demo's people; nobody else can have such an address (RFC 2606)

QUEUES = ["default", "quick"]  # jobs.work
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}

LOGGING_CONFIG = None  # structlog sets up logging: core.logs
from ruamsuk.core import logs  # noqa: E402  # needs nothing of the settings, but belongs after them

logs.configure(ENV.log_level)

SILENCED_SYSTEM_CHECKS: list[str] = []

if ENV.mode == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": QUEUES}}
