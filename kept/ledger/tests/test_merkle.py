"""The tree is that of RFC 6962: the published vectors, and a naive recursion of its definitions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.ledger.rules import merkle

# The test tree of certificate-transparency (transparency-dev/merkle, testonly/constants.go).
WRITTEN = "|00|10|2021|3031|40414243|5051525354555657|606162636465666768696a6b6c6d6e6f"
LEAVES = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in WRITTEN.split("|")]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
GROWTHS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

sizes = st.integers(min_value=1, max_value=140)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(number.to_bytes(4)) for number in range(size)]


def over(hashes: Sequence[bytes]) -> merkle.Node:
    return lambda level, index: naive_root(hashes[index << level : (index + 1) << level])


def split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, over leaf hashes."""
    if not hashes:
        return merkle.NOTHING
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return merkle.node_hash(naive_root(hashes[:k]), naive_root(hashes[k:]))


def naive_path(number: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if number < k:
        return [*naive_path(number, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(number - k, hashes[k:]), naive_root(hashes[:k])]


def naive_growth(old: int, hashes: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if old == len(hashes):
        return [] if whole else [naive_root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return [*naive_growth(old, hashes[:k], whole=whole), naive_root(hashes[k:])]
    return [*naive_growth(old - k, hashes[k:], whole=False), naive_root(hashes[:k])]


@pytest.mark.parametrize("size", range(9))
def test_the_published_tree_has_its_published_roots(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "path"), PATHS.items())
def test_the_published_leaves_have_their_published_paths(place: tuple[int, int], path: list[str]) -> None:
    number, size = place

    made = merkle.inclusion(number, size, over(LEAVES[:size]))

    assert [each.hex() for each in made] == path
    assert merkle.root_of_inclusion(LEAVES[number], number, size, made).hex() == ROOTS[size]


@pytest.mark.parametrize(("sizes", "path"), GROWTHS.items())
def test_the_published_trees_have_their_published_consistency(
    sizes: tuple[int, int], path: list[str]
) -> None:
    old, new = sizes

    made = merkle.consistency(old, new, over(LEAVES[:new]))

    assert [each.hex() for each in made] == path
    merkle.check_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), made)


@given(sizes)
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition(size: int) -> None:
    assert merkle.root(leaves(size)) == naive_root(leaves(size))


@given(sizes, st.data())
def test_every_leaf_has_the_path_of_the_definition_and_it_leads_to_the_root(
    size: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)

    path = merkle.inclusion(number, size, over(hashes))

    assert path == naive_path(number, hashes)
    assert merkle.root_of_inclusion(hashes[number], number, size, path) == naive_root(hashes)


@given(sizes, st.data())
def test_what_a_path_shows_of_the_tree_is_what_is_there(size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path = merkle.inclusion(number, size, over(hashes))

    shown = merkle.revealed(hashes[number], number, size, path)

    assert shown == {at: naive_root(hashes[at[1] << at[0] : (at[1] + 1) << at[0]]) for at in shown}
    assert {(0, number)} <= shown.keys()
    assert all((index + 1) << level <= size for level, index in shown)


@given(st.integers(0, 140))
def test_a_tree_is_made_of_its_pieces(size: int) -> None:
    hashes = leaves(size)

    assert merkle.fold([over(hashes)(*piece) for piece in merkle.pieces(size)]) == naive_root(hashes)


@given(sizes, st.data())
def test_every_growth_has_the_proof_of_the_definition_and_it_holds(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    hashes = leaves(size)

    path = merkle.consistency(old, size, over(hashes))

    assert path == naive_growth(old, hashes)
    merkle.check_consistency(old, size, naive_root(hashes[:old]), naive_root(hashes), path)


@given(sizes, st.data())
def test_a_path_proves_no_other_leaf_and_no_other_number(size: int, data: st.DataObject) -> None:
    number, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path = merkle.inclusion(number, size, over(hashes))

    def leads(leaf: bytes, at: int) -> bool:
        try:
            return merkle.root_of_inclusion(leaf, at, size, path) == naive_root(hashes)
        except merkle.Broken:
            return False

    assert leads(hashes[other], number) is (other == number)
    assert leads(hashes[number], other) is (other == number)


@given(sizes, st.data())
def test_one_changed_leaf_breaks_every_growth_over_it(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    hashes = leaves(size)
    rewritten = [*hashes[:changed], merkle.leaf_hash(b"rewritten"), *hashes[changed + 1 :]]
    path = merkle.consistency(old, size, over(rewritten))

    with pytest.raises(merkle.Broken):
        merkle.check_consistency(old, size, naive_root(hashes[:old]), naive_root(rewritten), path)


@pytest.mark.parametrize("longer", [1, -1])
@given(size=st.integers(2, 140), data=st.data())
def test_a_proof_of_the_wrong_length_is_broken(longer: int, size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path = merkle.inclusion(number, size, over(hashes))
    wrong = [*path, hashes[0]] if longer > 0 else path[:-1]

    with pytest.raises(merkle.Broken):
        merkle.root_of_inclusion(hashes[number], number, size, wrong)


@pytest.mark.parametrize("longer", [1, -1])
@given(size=st.integers(2, 140), data=st.data())
def test_a_growth_of_the_wrong_length_is_broken(longer: int, size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    hashes = leaves(size)
    path = merkle.consistency(old, size, over(hashes))
    wrong = [*path, hashes[0]] if longer > 0 else path[:-1]

    with pytest.raises(merkle.Broken):
        merkle.check_consistency(old, size, naive_root(hashes[:old]), naive_root(hashes), wrong)


@pytest.mark.parametrize(("number", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_path(number: int, size: int) -> None:
    with pytest.raises(merkle.Broken):
        merkle.inclusion(number, size, over(leaves(3)))
    with pytest.raises(merkle.Broken):
        merkle.root_of_inclusion(LEAVES[0], number, size, [])


def test_a_ledger_never_shrinks_and_one_size_has_one_root() -> None:
    with pytest.raises(merkle.Broken):
        merkle.consistency(3, 2, over(leaves(3)))
    with pytest.raises(merkle.Broken):
        merkle.check_consistency(3, 2, LEAVES[0], LEAVES[1], [])
    with pytest.raises(merkle.Broken):
        merkle.check_consistency(3, 3, LEAVES[0], LEAVES[1], [])
    with pytest.raises(merkle.Broken):
        merkle.check_consistency(0, 3, LEAVES[0], LEAVES[1], [])
