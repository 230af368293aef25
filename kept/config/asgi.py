"""What uvicorn serves."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from kept.web.limits import AtMost

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

application = AtMost(get_asgi_application(), most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
