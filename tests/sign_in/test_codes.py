"""One-time codes: RFC 6238's own values, a clock that differs, a code that was used."""

import pytest

from portal.sign_in.codes import code_at, plain_digits, step_of

RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # '12345678901234567890', appendix B


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_the_values_of_the_rfc(moment, code):
    assert code_at(RFC, moment // 30) == code
    assert step_of(RFC, code, moment) == moment // 30


@pytest.mark.parametrize(
    ("off", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_one_step_to_either_side_is_taken(off, taken):
    code = code_at(RFC, 40_000_000)
    assert (step_of(RFC, code, 40_000_000 * 30 + off) is not None) is taken


def test_a_step_counts_once():
    code = code_at(RFC, 40_000_000)
    assert step_of(RFC, code, 40_000_000 * 30, after=39_999_999) == 40_000_000
    assert step_of(RFC, code, 40_000_000 * 30, after=40_000_000) is None
    assert step_of(RFC, code, 40_000_001 * 30, after=40_000_000) is None


@pytest.mark.parametrize("typed", ["287 082", " 287-082 ", "٢٨٧٠٨٢", "२८७०८२", "287\u00a0082"])
def test_digits_as_keyboards_write_them(typed):
    assert plain_digits(typed) == "287082"


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "-1", "²⁸⁷⁰⁸²", "é" * 6, "\x00" * 6])
def test_what_is_no_code(typed):
    assert step_of(RFC, typed, 59) is None
