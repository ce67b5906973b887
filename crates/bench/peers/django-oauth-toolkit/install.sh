#!/usr/bin/env bash
# In an empty folder with requirements.txt.
set -euo pipefail
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
venv/bin/python - >version <<'END'
import platform
from importlib.metadata import version
print(f"{version('django-oauth-toolkit')}, Django {version('Django')}, gunicorn {version('gunicorn')}, Python {platform.python_version()}")
END
