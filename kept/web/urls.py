"""All pages by address: the tour, the desk, the drivers, the customers' own pages, the log-in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kept.web.tour.urls")),
    path("account/", include("kept.web.accounts")),
    path("desk/", include("kept.web.desk.urls")),
    path("desk/", include("kept.web.addresses.urls")),
    path("desk/", include("kept.web.policies.urls")),
    path("dispatch/", include("kept.web.dispatch.urls")),
    path("driver/", include("kept.web.driver.urls")),
    path("p/", include("kept.web.portal.urls")),
    path("proofs/", include("kept.web.proofs.urls")),
    path("", include("kept.web.memberships.urls")),
    path("", include("kept.web.joining.urls")),
    path("", include("kept.web.exchange.urls")),
    path("", include("kept.web.past.urls")),
    path("", include("kept.web.complaints.urls")),
    path("", include("kept.web.ratings.urls")),
    path("", include("kept.web.scorecards.urls")),
    path("house/", include("kept.web.house.urls")),
]
