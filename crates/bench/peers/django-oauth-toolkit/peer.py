"""django-oauth-toolkit as a site of one file, on SQLite with the durability that Grantor has. `python peer.py` makes the database and the app."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

SECRET = os.environ["BENCH_SECRET"]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "site.db",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "init_command": "pragma journal_mode = wal; pragma synchronous = full",
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
            },
        }
    },
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    OAUTH2_PROVIDER={"OIDC_ENABLED": True, "SCOPES": {"read": "Read", "introspection": "Introspect"}},
    ROOT_URLCONF="urls",
    SECRET_KEY=SECRET,
    USE_TZ=True,
)
application = get_wsgi_application()


def make():
    """The tables, and an app whose secret is not hashed: its default, PBKDF2, allows four tokens a second."""
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    Application.objects.create(
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_id="bench",
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        hash_client_secret=False,
        name="bench",
    )


if __name__ == "__main__":
    make()
