"""The stories that are clicked through meet the desk and the browser that the pages' own tests meet."""

from __future__ import annotations

from kept.web.tests.conftest import chromium, served, visitor

__all__ = ["chromium", "served", "visitor"]
