"""The plan of a front desk without an optimiser: what stands in for the solver's where that gives none."""

from time import monotonic

from solver.instance import Instance
from solver.offers import best_itineraries, open_desks
from solver.plan import Itinerary, Plan


def plan_one_by_one(instance: Instance) -> Plan:
    """Each arrival on its cheapest itinerary in what the earlier ones leave.

    The bound is what they would cost if each had the desks to itself: no plan is cheaper.
    """
    began = monotonic()
    alone, shared = open_desks(instance), open_desks(instance)
    late_price = instance.objective.late
    itineraries: list[Itinerary] = []
    cost = bound = 0.0
    for arrival in sorted(instance.arrivals, key=lambda each: (each.deadline, each.available_from)):
        has_days = arrival.available_from // instance.slots_per_day <= arrival.deadline_day
        free = best_itineraries(alone, arrival, 1) if has_days else []
        bound += min(late_price, free[0].cost) if free else late_price
        found = best_itineraries(shared, arrival, 1) if free else []
        cost += found[0].cost if found else late_price
        for offer in found:
            itineraries.append(offer.itinerary)
            for each in offer.itinerary.appointments:
                shared.take(each.resource, each.start, each.end)
    served = {itinerary.arrival for itinerary in itineraries}
    late = tuple(arrival.id for arrival in instance.arrivals if arrival.id not in served)
    return Plan("feasible", cost, min(bound, cost), monotonic() - began, late, tuple(itineraries))
