import pathlib

import pytest

from portal.access.matrix import Basis
from referrals.policy_docs import documents
from referrals.workflow import OFFER, REFERRAL

FOLDER = pathlib.Path(__file__).parents[2] / "docs" / "policy"


@pytest.mark.parametrize("name", sorted(documents()))
def test_the_policy_documents_are_fresh(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == documents()[name], (
        "run manage.py policy_docs"
    )


def test_the_documents_name_every_basis_and_every_move():
    written = documents()
    assert all(f"`{basis}`" in written["access.md"] for basis in Basis)
    assert all(f"`{move.name}`" in written["referral_moves.md"] for move in REFERRAL.moves)
    assert all(f"`{move.name}`" in written["offer_moves.md"] for move in OFFER.moves)


def test_the_diagram_shows_where_moves_lead():
    assert "    draft --> sent: send" in documents()["referral_moves.md"]
    assert "    [*] --> draft: begin" in documents()["referral_moves.md"]
    assert "    missing --> ended: close_missing" in documents()["referral_moves.md"]
