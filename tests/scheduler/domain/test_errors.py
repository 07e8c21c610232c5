"""Errors say what is wrong and what would be right."""

from scheduler.domain.errors import DomainError, InvalidInput, StaleVersion


def test_a_message_names_field_value_and_what_is_right() -> None:
    """The three parts of a good refusal are there."""
    assert str(InvalidInput("/limit", 0, "1 to 20")) == "/limit: '0' should be 1 to 20"


def test_a_value_that_must_not_be_repeated_is_left_out() -> None:
    """None stands for a value that is kept out of the message."""
    assert str(InvalidInput("/name", None, "a name")) == "/name should be a name"


def test_errors_can_be_raised_and_compared_by_identity() -> None:
    """An error with fields is still an exception that can be hashed."""
    error: DomainError = StaleVersion("booking-1", 1, 2)
    assert error in {error}
    assert "version 2, not 1" in str(error)
