"""Settings. Development and production differ by environment variables only.

Each variable is read here and nowhere else; the README's table describes them all.
"""

from functools import partial
from pathlib import Path
from secrets import token_urlsafe

import environ
from django.core.exceptions import ImproperlyConfigured

from cms.config import environment
from cms.config.secret_files import kept

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

DEBUG = environment.flag("DEBUG", env.str("DEBUG", default=""))
DEMO = environment.flag("TANDEM_DEMO", env.str("TANDEM_DEMO", default=""))
DATA_DIR = Path(env.str("TANDEM_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
CACHE_DIR = Path(
    env.str("TANDEM_CACHE_DIR", default=str(Path.home() / ".cache" / "tandem"))
).expanduser()

BASE_URL = environment.base_url(env.str("BASE_URL", default="http://localhost:8000"))
IS_HTTPS = BASE_URL.startswith("https://")
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if IS_HTTPS:
        raise ImproperlyConfigured("SECRET_KEY must be set where BASE_URL is https.")
    SECRET_KEY = kept(DATA_DIR / "secret-key", partial(token_urlsafe, 48))
# Signs the manifests of built decks. Without it a key is made at first use, and kept beside.
SIGNING_KEY = environment.signing_key(env.str("SIGNING_KEY", default=""))
SIGNING_KEY_FILE = DATA_DIR / "signing-key"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[BASE_URL.split("//")[1].split(":")[0], "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "pitch_builder",
    "cms",
    "search",
    "personas",
    "wagtail.contrib.settings",
    "cms.config.wagtail_apps.RedirectsConfig",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "cms.config.wagtail_apps.SnippetsConfig",
    "cms.config.wagtail_apps.DocumentsConfig",
    "cms.config.wagtail_apps.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "storages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.site.middleware.PublicPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

AUTHENTICATION_BACKENDS = ["personas.access.backend.TeamBackend"]

ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASES = {
    "default": environment.database(DATABASE_URL or f"sqlite:///{DATA_DIR}/tandem.sqlite3")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    # Several processes write: wait for the one writer instead of failing at once.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening a connection costs more than most of what is asked through it.
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tandem_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 600,
    },
}

# --- Background work ------------------------------------------------------------------
# Wagtail's own short tasks (reference index, image features) run where they arise, so that
# usage is exact at once; Tandem's jobs go through the "jobs" backend and its two workers.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["interactive", "bulk"],
    },
}

# --- Files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STORAGE_URL = env.str("STORAGE_URL", default="")
STORAGES = {
    "default": environment.storage(STORAGE_URL, MEDIA_ROOT),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- People ---------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# --- Language and time ----------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en-gb")
TIME_ZONE = environment.time_zone(env.str("TIME_ZONE", default="UTC"))
USE_I18N = True
USE_TZ = True

# --- Safety ---------------------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# Previews in the admin are frames of the site itself, so not DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# --- Mail -----------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
globals().update(environment.email(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Tandem <tandem@localhost>")

# --- Wagtail --------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Tandem"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "cms.facts.rich_text.FactRichTextArea"},
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Documents are streamed by Tandem after a check of rights, never by a storage address.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "epub",
    "key",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "xlsx",
    "zip",
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_GLOBAL_EDIT_LOCK = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.assets.approval.publish_approved"
TAGGIT_CASE_INSENSITIVE = True

# --- Search ---------------------------------------------------------------------------
SEARCH_DATA_DIR = DATA_DIR / "search"
SEARCH_WAKE = "cms.operations.indexing.wake"
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH = environment.elasticsearch(ELASTICSEARCH_URL)
EMBEDDING_MODEL = env.str("EMBEDDING_MODEL", default="all-MiniLM-L6-v2")
EMBEDDING_PRECISION = env.str("EMBEDDING_PRECISION", default="auto")
EMBEDDING_MODEL_DIR = CACHE_DIR / "models"

# --- Logging --------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": environment.log_level(env.str("LOG_LEVEL", default="WARNING")),
    },
}
