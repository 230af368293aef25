"""Print the description of the API (OpenAPI): ``python -m kept.api.describe > docs/api/v1.json``."""

from __future__ import annotations

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    django.setup()
    from kept.api.v1 import api

    sys.stdout.write(json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False) + "\n")
