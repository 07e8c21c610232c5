"""Regions: parts of an instance whose arrivals can use no desk of another part, and so are planned by themselves.

Desks that offer the same services in the same languages stand together, and so do all desks that can serve one and
the same arrival. An arrival with a step that no desk can serve is late in every plan, and keeps nothing together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from solver.instance import Arrival, Booking, Instance, Resource

Offer = tuple[frozenset[str], frozenset[str]]  # services and languages of a desk
Wish = tuple[str, frozenset[str]]  # journey and languages of an arrival


def components(instance: Instance) -> tuple[Instance, ...]:
    """The parts of an instance, in order of their first arrivals; the instance itself if it does not fall apart.

    Whom no plan can serve come in a part without desks. Desks that nobody can use are in no part.
    """
    leaders = _leaders(instance)
    arrivals: dict[Offer | None, list[Arrival]] = defaultdict(list)
    for arrival in instance.arrivals:
        arrivals[leaders.of_wish(arrival)].append(arrival)
    if len(arrivals.keys() - {None}) < 2:
        return (instance,)
    desks: dict[Offer | None, list[Resource]] = defaultdict(list)
    for desk in instance.resources:
        desks[leaders.of_offer(_offer(desk))].append(desk)
    booked: dict[str, list[Booking]] = defaultdict(list)
    for booking in instance.booked:
        booked[booking.resource].append(booking)
    return tuple(_part(instance, desks.get(leader, ()), found, booked) for leader, found in arrivals.items())


def _part(
    instance: Instance, desks: Iterable[Resource], arrivals: list[Arrival], booked: dict[str, list[Booking]]
) -> Instance:
    resources = tuple(desks)
    bookings = tuple(booking for desk in resources for booking in booked[desk.id])
    return replace(instance, resources=resources, arrivals=tuple(arrivals), booked=bookings)


class _Leaders:
    """Disjoint sets of offers, each known by one of them."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._leader = {offer: offer for offer in offers}
        self._wishes: dict[Wish, Offer | None] = {}

    def of_offer(self, offer: Offer) -> Offer:
        """The leader of an offer."""
        while self._leader[offer] != offer:
            offer = self._leader[offer]
        return offer

    def of_wish(self, arrival: Arrival) -> Offer | None:
        """The leader of the offers that can serve an arrival, None if it cannot be served."""
        found = self._wishes[arrival.journey, arrival.languages]
        return found and self.of_offer(found)

    def unite(self, instance: Instance, wish: Wish) -> None:
        """Put together all offers that can serve a step of a journey, if each step finds one."""
        journey, languages = wish
        fitting = [
            [offer for offer in self._leader if step.service in offer[0] and (not languages or languages & offer[1])]
            for step in instance.journeys[journey].steps
        ]
        self._wishes[wish] = fitting[0][0] if all(fitting) else None
        if all(fitting):
            for offer in (offer for offers in fitting for offer in offers):
                self._leader[self.of_offer(offer)] = self.of_offer(fitting[0][0])


def _leaders(instance: Instance) -> _Leaders:
    leaders = _Leaders(_offer(desk) for desk in instance.resources)
    for wish in dict.fromkeys((arrival.journey, arrival.languages) for arrival in instance.arrivals):
        leaders.unite(instance, wish)
    return leaders


def _offer(desk: Resource) -> Offer:
    return desk.services, desk.languages
