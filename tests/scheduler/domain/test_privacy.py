"""Free text: no BSN, no control characters, no surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import InvalidInput
from scheduler.domain.privacy import check_email, check_name, check_text, holds_bsn

VALID = "111222333"


@pytest.mark.parametrize(
    "text",
    [
        VALID,
        "111.222.333",
        "111-22-2333",
        "BSN: 111 222 333, please",
        "call 2026 111222333 today",
        "11 12 22 33 3",
        "\uff11\uff11\uff11222333",
        "a111222333b",
    ],
)
def test_nine_digits_that_pass_are_found(text: str) -> None:
    """A BSN is found with separators, among other numbers, and in full-width digits."""
    assert holds_bsn(text)


@pytest.mark.parametrize("text", ["111222334", "000000000", "1112223330", "room 12, 6211 DW", "+31 43 350 4040", ""])
def test_other_numbers_pass(text: str) -> None:
    """Numbers that fail the 11-test or are longer or shorter are no BSN."""
    assert not holds_bsn(text)


@given(st.integers(min_value=1, max_value=99_999_999), st.sampled_from(["", " ", ".", "-"]))
def test_every_bsn_is_found_with_any_separator(first_eight: int, separator: str) -> None:
    """Whatever eight digits start it, the number that the 11-test completes is found."""
    digits = f"{first_eight:08}"
    check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    if check < 10:
        number = digits + str(check)
        assert holds_bsn(f"see {number[:4]}{separator}{number[4:6]}{separator}{number[6:]}!")


def test_the_number_is_not_repeated() -> None:
    """The error names the field and keeps the number out of its text."""
    with pytest.raises(InvalidInput) as caught:
        check_text("/reason", f"lost {VALID}")
    assert caught.value.pointer == "/reason"
    assert VALID not in str(caught.value)


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "nul\x00", "x" * 201, "\u2028"])
def test_names_nobody_has_are_refused(name: str) -> None:
    """A name is one line of text that is there."""
    with pytest.raises(InvalidInput):
        check_name("/contact/name", name)


@pytest.mark.parametrize(
    "email",
    ["", "a", "a@", "@b.nl", "a b@c.nl", "a@b.nl\nBcc: c@d.nl", "a@b@c.nl", "111222333@b.nl", "x" * 250 + "@b.nl"],
)
def test_addresses_that_cannot_be_written_to_are_refused(email: str) -> None:
    """An address is one that a mail header can hold."""
    with pytest.raises(InvalidInput):
        check_email("/contact/email", email)
