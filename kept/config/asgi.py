"""What uvicorn serves."""

from __future__ import annotations

import gc
import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from kept.web.limits import AtMost

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

application = AtMost(get_asgi_application(), most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

list(get_resolver().url_patterns)  # all pages are loaded before the first is asked for
gc.collect()
gc.freeze()  # what was loaded stays: walking through it took 100 ms, on whatever page it came (2026-11-22)
