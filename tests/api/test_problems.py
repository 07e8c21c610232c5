"""Problem documents name field and value, and repeat nothing that may be a BSN."""

import json

from api.problems import INVALID, field_error, field_name, masked, problem


def test_a_problem_has_type_title_status_and_detail() -> None:
    """A problem document carries the members of RFC 9457 and the media type of its own."""
    response = problem(INVALID, "party: [] is wrong")
    assert response.media_type == "application/problem+json"
    assert json.loads(bytes(response.body)) == {
        "type": "urn:problem-type:onestop:invalid",
        "title": "A field is wrong",
        "status": 422,
        "detail": "party: [] is wrong",
    }


def test_a_field_error_points_and_speaks() -> None:
    """An error holds a JSON pointer and a sentence with field, value and what would be right."""
    error = field_error("body", ["party", 0, "role"], "boss", "'applicant', 'partner' or 'child'")
    assert error.document() == {
        "in": "body",
        "pointer": "#/party/0/role",
        "detail": "party[0].role: \"boss\" is wrong; expected 'applicant', 'partner' or 'child'",
    }


def test_pointers_are_escaped() -> None:
    """A slash or a tilde in a name does not break the pointer (RFC 6901, section 3)."""
    assert field_error("body", ["a/b~c"], 1, "less").pointer == "#/a~1b~0c"


def test_the_whole_body_has_the_name_of_its_part() -> None:
    """An error of the body as a whole is called by the part of the request it is in."""
    assert field_error("body", [], None, "an object").detail == "body: null is wrong; expected an object"


def test_long_values_are_cut() -> None:
    """A value of any length costs a line at most."""
    assert len(field_error("body", ["name"], "x" * 10_000, "less").detail) < 200


def test_a_bsn_is_never_repeated() -> None:
    """What passes for a BSN, in any way of writing, is in no answer."""
    for written in ("123456782", "1234.56.782", "123 456 782", "123-456-782"):
        assert masked(f"name: Jan {written}") == "name: Jan (nine digits)"
    assert "123456782" not in str(field_error("body", ["123456782"], "BSN 123456782", "no field of this name"))


def test_half_a_character_can_be_shown() -> None:
    """A lone surrogate, which JSON can spell and UTF-8 cannot, does not break the answer."""
    assert problem(INVALID, field_error("body", ["name"], "\ud800", "text").detail).body


def test_names_are_written_as_people_do() -> None:
    """Positions stand in brackets and names behind dots."""
    assert field_name(["a", 3, "b"]) == "a[3].b"
