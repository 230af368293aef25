"""The tree over the ledger: hashes, roots and proofs of RFC 6962 §2.1, checked as RFC 9162 §2.1 says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
NOTHING = hashlib.sha256().digest()  # the root over no leaves

Node = Callable[[int, int], bytes]
"""``node(level, index)``: the hash over the complete ``2**level`` leaves from ``index * 2**level`` on."""


class Broken(ValueError):  # noqa: N818  # a broken proof, as people say it
    """A proof that does not hold; the words say what is wrong with it."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    grown = Frontier()
    for each in hashes:
        grown.append(each)
    return grown.root()


class Frontier:
    """A tree that only grows, as the few hashes on its right edge: one per bit of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []  # the largest subtree first

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        below, hashed = self.size, leaf
        while below & 1:
            hashed = node_hash(self._edge.pop(), hashed)
            below >>= 1
        self._edge.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        return fold(self._edge)


def inclusion(number: int, size: int, node: Node) -> list[bytes]:
    """The audit path of leaf ``number`` (from 0) in the tree of ``size`` leaves (RFC 6962 §2.1.1).

    Raises Broken when the tree has no such leaf.
    """
    if not 0 <= number < size:
        raise Broken(f"there is no leaf {number} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if number < middle:
            path.append(_hash_over(middle, end, node))
            end = middle
        else:
            path.append(_hash_over(start, middle, node))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """The proof that the tree of ``old`` leaves is the beginning of the one of ``new`` (RFC 6962 §2.1.2).

    Empty when there is nothing to prove: the sizes are equal, or the old tree is empty. Raises Broken
    when the old tree is the larger one.
    """
    if not 0 <= old <= new:
        raise Broken(f"a tree of {new} cannot have grown from one of {old}")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_hash_over(middle, end, node))
            end = middle
        else:
            path.append(_hash_over(start, middle, node))
            start = middle
    if start:
        path.append(_hash_over(start, end, node))
    return path[::-1]


def root_of_inclusion(leaf_hash: bytes, number: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that this audit path leads to (RFC 9162 §2.1.3.2); compare it with the signed one.

    Raises Broken when the path cannot be one of this leaf in a tree of this size.
    """
    if not 0 <= number < size:
        raise Broken(f"there is no leaf {number} in a tree of {size}")
    place, last, hashed = number, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise Broken("the proof is too long")
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("the proof is too short")
    return hashed


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the old tree is the beginning of the new one (RFC 9162 §2.1.4.2). Raises Broken if not."""
    if not 0 <= old <= new:
        raise Broken(f"a tree of {new} cannot have grown from one of {old}")
    if old in (0, new):
        _check_trivial(old, new, old_root, new_root, proof)
        return
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        raise Broken("the proof is too short")
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise Broken("the proof is too long")
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("the proof is too short")
    if before != old_root or after != new_root:
        raise Broken("the proof does not lead from the old root to the new one")


def _check_trivial(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise Broken("the proof is too long")
    if (old == new and old_root != new_root) or (old == 0 and old_root != NOTHING):
        raise Broken("the roots differ")


def pieces(size: int) -> list[tuple[int, int]]:
    """The complete subtrees, by level and index, that a tree of this size is made of, from left to right."""
    levels = [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]
    return [(level, (size >> level) - 1) for level in levels]


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over the hashes of a tree's pieces, from left to right."""
    if not hashes:
        return NOTHING
    *larger, hashed = hashes
    for left in reversed(larger):
        hashed = node_hash(left, hashed)
    return hashed


def revealed(
    leaf_hash: bytes, number: int, size: int, proof: Sequence[bytes]
) -> dict[tuple[int, int], bytes]:
    """The hashes over complete subtrees that an audit path shows, by level and index.

    They never change while the tree grows: two proofs that disagree about one are of two histories.
    Meaningful only for a path that leads to the signed root.
    """
    level, index, hashed = 0, number, leaf_hash
    shown = {(0, number): leaf_hash}
    for sibling in proof:
        while not index & 1 and (index + 1) << level >= size:  # the right edge: no neighbour on this level
            level, index = level + 1, index >> 1
        beside = index ^ 1
        if (beside + 1) << level <= size:
            shown[level, beside] = sibling
        hashed = node_hash(sibling, hashed) if index & 1 else node_hash(hashed, sibling)
        level, index = level + 1, index >> 1
        if (index + 1) << level <= size:
            shown[level, index] = hashed
    return shown


def _split(size: int) -> int:
    """The largest power of two below ``size`` (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def _hash_over(start: int, end: int, node: Node) -> bytes:
    """The hash over the leaves from ``start`` up to ``end``; ``start`` lies where RFC 6962 splits."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(size)
    return node_hash(
        node((middle - start).bit_length() - 1, start // (middle - start)), _hash_over(middle, end, node)
    )
