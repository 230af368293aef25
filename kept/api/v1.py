"""Version 1 of the API: its addresses under /api/v1/, described at /api/v1/openapi.json."""

from __future__ import annotations

from ninja import NinjaAPI

from kept.api import arrivals, orders, problems, routes, windows
from kept.api.body import OnlyJson
from kept.api.keys import Key

api = NinjaAPI(
    title="Kept",
    version="1",
    description="Orders and arrivals come in, windows are read and booked, routes go out. "
    "Every call needs a key that the owner gives out: Authorization: Bearer kept_…",
    urls_namespace="api",
    docs_url=None,  # a page of scripts, which our content policy would not run
    auth=Key(),
    parser=OnlyJson(),
)
problems.register(api)
for module in (orders, arrivals, windows, routes):
    api.add_router("", module.router)
