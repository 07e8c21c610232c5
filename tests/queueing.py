"""Closed forms of queueing theory, for simulations to be compared with; loads in desks, times in service times."""

from math import exp, factorial, lgamma, log


def erlang_b(desks: int, load: float) -> float:
    """The share that is turned away where nobody waits (Erlang 1917)."""
    weights = [load**n / factorial(n) for n in range(desks + 1)]
    return weights[-1] / sum(weights)


def erlang_c(desks: int, load: float) -> float:
    """The share that waits in M/M/c (Erlang 1917)."""
    waiting = load**desks / factorial(desks) * desks / (desks - load)
    return waiting / (sum(load**n / factorial(n) for n in range(desks)) + waiting)


def exponential_wait(desks: int, load: float) -> float:
    """The mean waiting time of M/M/c."""
    return erlang_c(desks, load) / (desks - load)


def constant_wait(desks: int, load: float) -> float:
    """The mean waiting time of M/D/c: sums over Poisson tails (Crommelin 1932)."""
    total = 0.0
    for m in range(1, 400):
        mean, first = m * load, m * desks
        at_first = exp(first * log(mean) - mean - lgamma(first + 1))
        beyond, term, n = 0.0, at_first, first
        while term > 1e-18:  # of the Poisson distribution, from `first` on
            beyond += term
            n += 1
            term *= mean / n
        total += beyond - desks / load * (beyond - at_first)
    return total
