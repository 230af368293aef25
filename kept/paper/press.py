"""The papers: a kind in, the bytes of a tagged PDF/A-3a (and PDF/UA-1) out."""

from __future__ import annotations

from kept.paper.kinds import Confirmation, Contract, Invoice, Receipt


def invoice(paper: Invoice) -> bytes:
    raise NotImplementedError


def confirmation(paper: Confirmation) -> bytes:
    raise NotImplementedError


def contract(paper: Contract) -> bytes:
    raise NotImplementedError


def receipt(paper: Receipt) -> bytes:
    raise NotImplementedError
