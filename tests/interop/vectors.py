#!/usr/bin/env python3
"""Writes test vectors of Merkle proofs, happy ones and attacks, one JSON object a line: vectors.py > merkle.jsonl

Trees and proofs follow RFC 6962, section 2.1; verification follows RFC 9162, sections 2.1.3.2 and 2.1.4.2. The families of
attacks are those that the implementations of transparency logs test one another with. Python's standard library only.
"""
import hashlib
import json
import sys

HUGE = [1 << 63, (1 << 64) - 1]


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha(b"\x00" + data)


def node(left, right):
    return sha(b"\x01" + left + right)


def split(size):
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    at = split(len(leaves))
    return node(root_of(leaves[:at]), root_of(leaves[at:]))


def inclusion(index, leaves):
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    at = split(len(leaves))
    if index < at:
        return inclusion(index, leaves[:at]) + [root_of(leaves[at:])]
    return inclusion(index - at, leaves[at:]) + [root_of(leaves[:at])]


def consistency(earlier, leaves, whole=True):
    """RFC 6962, 2.1.2."""
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    at = split(len(leaves))
    if earlier <= at:
        return consistency(earlier, leaves[:at], whole) + [root_of(leaves[at:])]
    return consistency(earlier - at, leaves[at:], False) + [root_of(leaves[:at])]


def climb(at, last, start, proof, at_left):
    """Steps 4 of both sections: folds each digest in by `at_left` or not; whether the proof had the right length."""
    for beside in proof:
        if last == 0:
            return False
        left = at & 1 == 1 or at == last
        at_left(beside, left)
        while left and at & 1 == 0 and at != 0:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return last == 0


def included(case):
    if case["index"] >= case["size"]:
        return False
    found = [case["leaf"]]

    def fold(beside, left):
        found[0] = node(beside, found[0]) if left else node(found[0], beside)

    return climb(case["index"], case["size"] - 1, found, case["proof"], fold) and found[0] == case["root"]


def consistent(case):
    earlier, size, proof = case["size1"], case["size2"], list(case["proof"])
    if earlier > size:
        return False
    if earlier == size or earlier == 0:
        # no steps are given for these: equal trees have one root, and every tree begins with the empty one
        knows_empty = all(root == sha(b"") for count, root in ((earlier, case["root1"]), (size, case["root2"])) if count == 0)
        return not proof and knows_empty and (earlier == 0 or case["root1"] == case["root2"])
    if earlier & (earlier - 1) == 0:
        proof.insert(0, case["root1"])
    if not proof:
        return False
    at, last, found = earlier - 1, size - 1, [proof[0], proof[0]]
    while at & 1:
        at, last = at >> 1, last >> 1

    def fold(beside, left):
        if left:
            found[0] = node(beside, found[0])
        found[1] = node(beside, found[1]) if left else node(found[1], beside)

    return climb(at, last, found, proof[1:], fold) and found == [case["root1"], case["root2"]]


def flipped(digest, bit):
    return bytes([digest[0] ^ 1 << bit]) + digest[1:]


def other(name):
    """A digest that is in no tree."""
    return sha(b"no part of any tree: " + name.encode())


def replaced(proof, at, digest):
    return proof[:at] + [digest] + proof[at + 1 :]


def mangled(proof, roots):
    """What can be done to the digests of a proof."""
    yield "empty-proof", []
    for number, root in enumerate(roots, 1):
        yield f"root{number}-as-proof", [root]
        yield f"preceding-root{number}", [root] + proof
        yield f"trailing-root{number}", proof + [root]
    yield "preceding-garbage", [bytes(32)] + proof
    yield "trailing-garbage", proof + [bytes(32)]
    yield "trailing-random", proof + [other("trailing")]
    yield "preceding-first", proof[:1] + proof
    yield "trailing-last", proof + proof[-1:]
    yield "truncated-front", proof[1:]
    yield "truncated-back", proof[:-1]
    yield "wrong-end", proof[1:] + proof[:1]
    yield "reversed", proof[::-1]
    yield "swapped-first-two", proof[1::-1] + proof[2:]
    yield "inserted", proof[:1] + [other("inserted")] + proof[1:]
    yield "doubled", proof * 2
    yield "random", [other(str(at)) for at in range(len(proof))]
    yield "zeros", [bytes(32)] * len(proof)
    for at, digest in enumerate(proof):
        yield f"flipped-bit-of-{at}", replaced(proof, at, flipped(digest, at % 8))


def inclusion_cases(leaves, index):
    size = len(leaves)
    root, proof = root_of(leaves), inclusion(index, leaves)
    honest = {"index": index, "size": size, "leaf": leaves[index], "root": root, "proof": proof}
    yield "happy", honest
    for name, value in [("minus-1", index - 1), ("plus-1", index + 1), ("xor-2", index ^ 2), ("is-size", size)]:
        if value >= 0:
            yield f"index-{name}", {**honest, "index": value}
    sizes = [("times-2", size * 2), ("half", size // 2), ("minus-1", size - 1), ("plus-1", size + 1), ("zero", 0)]
    for name, value in sizes:
        yield f"size-{name}", {**honest, "size": value}
    for value in HUGE:
        yield f"index-{value:x}", {**honest, "index": value}
        yield f"size-{value:x}", {**honest, "size": value}
        yield f"index-and-size-{value:x}", {**honest, "index": value - 1, "size": value}
    wrong = [("wrong", other("leaf")), ("flipped", flipped(leaves[index], 0)), ("zero", bytes(32)), ("root", root)]
    for name, leaf in wrong + [("neighbour", leaves[index ^ 1] if index ^ 1 < size else other("neighbour"))]:
        yield f"leaf-{name}", {**honest, "leaf": leaf}
    for name, value in [("random", other("root")), ("flipped", flipped(root, 7)), ("empty", sha(b"")), ("zero", bytes(32))]:
        yield f"root-{name}", {**honest, "root": value}
    yield "root-is-leaf", {**honest, "root": leaves[index]}
    if proof:  # a tree of one leaf has that leaf for its root, whichever it is
        yield "root-and-leaf-random", {**honest, "root": other("both"), "leaf": other("both")}
    if proof and size % 2 == 0:
        # what is hashed to an inner node, passed off as a record of a tree half the size
        pair = [leaves[index], proof[0]] if index % 2 == 0 else [proof[0], leaves[index]]
        inner = {"index": index // 2, "size": size // 2, "leaf": leaf_hash(pair[0] + pair[1]), "proof": proof[1:]}
        yield "inner-node-as-record", {**honest, **inner}
    for name, mangle in mangled(proof, [root]):
        yield name, {**honest, "proof": mangle}


def consistency_cases(leaves, earlier):
    size = len(leaves)
    roots, proof = [root_of(leaves[:earlier]), root_of(leaves)], consistency(earlier, leaves)
    honest = {"size1": earlier, "size2": size, "root1": roots[0], "root2": roots[1], "proof": proof}
    yield "happy", honest
    for name, value in [("minus-1", earlier - 1), ("plus-1", earlier + 1), ("xor-2", earlier ^ 2), ("zero", 0)]:
        yield f"size1-{name}", {**honest, "size1": value}
    sizes = [("times-2", size * 2), ("half", size // 2), ("minus-1", size - 1), ("plus-1", size + 1), ("zero", 0)]
    for name, value in sizes:
        yield f"size2-{name}", {**honest, "size2": value}
    for value in HUGE:
        yield f"size1-{value:x}", {**honest, "size1": value}
        yield f"size2-{value:x}", {**honest, "size2": value}
        yield f"sizes-{value:x}", {**honest, "size1": value - 1, "size2": value}
    yield "swapped-sizes", {**honest, "size1": size, "size2": earlier}
    yield "swapped-roots", {**honest, "root1": roots[1], "root2": roots[0]}
    yield "swapped-trees", {**honest, "size1": size, "size2": earlier, "root1": roots[1], "root2": roots[0]}
    for which in ("root1", "root2"):
        own = honest[which]
        wrong = [("wrong", other(which)), ("flipped", flipped(own, 7)), ("empty", sha(b"")), ("zero", bytes(32))]
        for name, value in wrong + [("is-other", roots[which == "root1"])]:
            yield f"{which}-{name}", {**honest, which: value}
    if proof:  # of one size, equal roots are equal trees
        yield "roots-wrong-alike", {**honest, "root1": other("roots"), "root2": other("roots")}
    for name, mangle in mangled(proof, roots):
        yield name, {**honest, "proof": mangle}


def trivial_cases(leaves):
    """Trees of no leaf and of one."""
    empty, one, root = sha(b""), leaves[0], root_of(leaves)
    wrong, size = other("trivial"), len(leaves)
    for name, sizes, roots, proof in [
        ("empty-to-empty", (0, 0), (empty, empty), []),
        ("empty-to-empty-with-proof", (0, 0), (empty, empty), [wrong]),
        ("empty-to-empty-other-root1", (0, 0), (wrong, empty), []),
        ("empty-to-empty-other-root2", (0, 0), (empty, wrong), []),
        ("empty-to-empty-other-roots", (0, 0), (wrong, wrong), []),
        ("empty-to-all", (0, size), (empty, root), []),
        ("empty-to-all-with-proof", (0, size), (empty, root), [root]),
        ("empty-to-all-other-root1", (0, size), (wrong, root), []),
        ("all-to-empty", (size, 0), (root, empty), []),
        ("one-to-one", (1, 1), (one, one), []),
        ("one-to-one-with-proof", (1, 1), (one, one), [one]),
        ("one-to-one-other-roots", (1, 1), (one, wrong), []),
        ("one-to-empty", (1, 0), (one, empty), []),
        ("one-to-all-no-proof", (1, size), (one, root), []),
    ]:
        case = {"size1": sizes[0], "size2": sizes[1], "root1": roots[0], "root2": roots[1], "proof": proof}
        yield "consistency", f"trivial/{name}", case
    for name, index, count, leaf, top, proof in [
        ("nothing-in-empty", 0, 0, empty, empty, []),
        ("record-in-empty", 0, 0, one, one, []),
        ("one-in-one", 0, 1, one, one, []),
        ("one-in-one-with-proof", 0, 1, one, one, [one]),
        ("second-in-one", 1, 1, one, one, []),
        ("empty-root-as-leaf", 0, 1, empty, one, []),
        ("one-in-one-empty-root", 0, 1, one, empty, []),
    ]:
        yield "inclusion", f"trivial/{name}", {"index": index, "size": count, "leaf": leaf, "root": top, "proof": proof}


# the leaves that RFC 6962's implementations have in common
REFERENCE = [
    leaf_hash(bytes.fromhex(data))
    for data in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
LARGE = [leaf_hash(f"record {number}".encode()) for number in range(100)]

# By name, what a verifier that sees hashes alone cannot tell: the size of a tree is bound by its checkpoint, not by a proof,
# so a proof may also fit another size. Whether it does is decided by the RFC's steps.
LOOSE = ("size-", "size1-", "size2-")


def cases():
    for index, size in [(0, 1), (0, 8), (5, 8), (2, 3), (1, 5), (4, 5), (6, 7)]:
        for name, case in inclusion_cases(REFERENCE[:size], index):
            yield "inclusion", f"{index}-of-{size}/{name}", case
    for name, case in inclusion_cases(LARGE, 70):
        yield "inclusion", f"70-of-100/{name}", case
    for earlier, size in [(1, 1), (8, 8), (1, 8), (4, 8), (6, 8), (2, 5), (6, 7), (3, 7)]:
        for name, case in consistency_cases(REFERENCE[:size], earlier):
            yield "consistency", f"{earlier}-to-{size}/{name}", case
    for name, case in consistency_cases(LARGE, 70):
        yield "consistency", f"70-to-100/{name}", case
    yield from trivial_cases(REFERENCE)


def vectors():
    """Every case once, with what it must give."""
    assert root_of(REFERENCE).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    seen = set()
    for kind, name, case in cases():
        key = repr((kind, sorted(case.items())))
        if key in seen:
            continue
        seen.add(key)
        holds = included(case) if kind == "inclusion" else consistent(case)
        family = name.split("/")[1]
        if not name.startswith("trivial") and not family.startswith(LOOSE):
            assert holds == (family == "happy"), name
        yield kind, name, case, not holds


def main():
    for kind, name, case, want_error in vectors():
        written = {"kind": kind, "name": name, "want_error": want_error}
        for member, value in case.items():
            hexes = {bytes: bytes.hex, list: lambda proof: [digest.hex() for digest in proof], int: int}
            written[member] = hexes[type(value)](value)
        print(json.dumps(written, sort_keys=True, separators=(",", ":")))


if __name__ == "__main__":
    sys.exit(main())
