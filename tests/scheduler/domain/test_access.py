"""Scopes include those before them."""

from datetime import UTC, datetime

from scheduler.domain.access import SCOPES, Token


def test_each_scope_includes_the_ones_before_it() -> None:
    """An administrator may do everything, a front desk its own work only."""
    allowed = {
        scope: [other for other in SCOPES if Token("t", "n", scope, datetime.now(UTC)).allows(other)]
        for scope in SCOPES
    }
    assert allowed == {
        "frontdesk": ["frontdesk"],
        "planner": ["frontdesk", "planner"],
        "admin": ["frontdesk", "planner", "admin"],
    }
