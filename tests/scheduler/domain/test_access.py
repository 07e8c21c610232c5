"""Scopes include others."""

from datetime import UTC, datetime

from scheduler.domain.access import SCOPES, Token


def test_all_include_the_front_desk() -> None:
    """An administrator may do everything, a front desk its own work only; planning and overriding are apart."""
    allowed = {
        scope: [other for other in SCOPES if Token("t", "n", scope, datetime.now(UTC)).allows(other)]
        for scope in SCOPES
    }
    assert allowed == {
        "frontdesk": ["frontdesk"],
        "planner": ["frontdesk", "planner"],
        "override": ["frontdesk", "override"],
        "admin": ["frontdesk", "planner", "override", "admin"],
    }
