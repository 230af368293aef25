"""Bytes become the letters their sender meant, whatever the label says."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.text.charsets import decode


@pytest.mark.parametrize(
    ("raw", "label", "text"),
    [
        pytest.param("Größe".encode(), "", "Größe", id="no label, UTF-8"),
        pytest.param("Größe".encode("latin-1"), "", "Größe", id="no label, Latin-1"),
        pytest.param("Größe".encode("latin-1"), "utf-8", "Größe", id="labelled UTF-8, is Latin-1"),
        pytest.param("Größe".encode(), "us-ascii", "Größe", id="labelled ASCII, is UTF-8"),
        pytest.param(b"\x93so\x94 \x80", "iso-8859-1", "“so” €", id="labelled Latin-1, is Windows"),
        pytest.param("人権".encode("gb18030"), "gb2312", "人権", id="labelled by the older set"),
        pytest.param("한글".encode("cp949"), "ks_c_5601-1987", "한글", id="a label only mailers use"),
        pytest.param("Привет".encode("koi8-r"), '"KOI8-R"', "Привет", id="a quoted label"),
        pytest.param(codecs.BOM_UTF16_LE + "Hi".encode("utf-16-le"), "utf-8", "Hi", id="the mark wins"),
        pytest.param(
            "Größe Größe Größ".encode() + b"\xc3", "utf-8", "Größe Größe Größ\ufffd", id="torn UTF-8"
        ),
        pytest.param(b"hello", "nonsense-8", "hello", id="unknown label"),
        pytest.param(b"hello", "rot13", "hello", id="a codec that is no charset"),
        pytest.param(b"hello", "unicode-escape", "hello", id="a codec that is not for mail"),
        pytest.param(b"hello", "\x00", "hello", id="a null byte for a label"),
        pytest.param(b"+2AA-x", "utf-7", "\ufffdx", id="half a letter, which no database could keep"),
        pytest.param(b"\x81\x8d", "", "\x81\x8d", id="bytes that mean nothing in Windows-1252"),
    ],
)
def test_bytes_are_read_as_their_sender_meant_them(raw: bytes, label: str, text: str) -> None:
    assert decode(raw, label) == text


@given(st.binary(), st.text(max_size=20))
def test_any_bytes_under_any_label_are_answered(raw: bytes, label: str) -> None:
    assert isinstance(decode(raw, label), str)
