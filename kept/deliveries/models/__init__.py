"""What drives where: depots, vehicles, shifts, windows; deliveries, days' plans, stops; what happened."""

from kept.deliveries.models.days import BOOKABLE, DayPlan, Delivery, State, Stop, StopQuerySet, VehicleDay
from kept.deliveries.models.drives import Drive
from kept.deliveries.models.fleet import Depot, Shift, Vehicle, WindowTemplate
from kept.deliveries.models.road import Arrival, Proof, RawTap, Visit

__all__ = [
    "BOOKABLE",
    "Arrival",
    "DayPlan",
    "Delivery",
    "Depot",
    "Drive",
    "Proof",
    "RawTap",
    "Shift",
    "State",
    "Stop",
    "StopQuerySet",
    "Vehicle",
    "VehicleDay",
    "Visit",
    "WindowTemplate",
]
