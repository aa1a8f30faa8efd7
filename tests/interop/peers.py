#!/usr/bin/env python3
"""Logs and test vectors against other people's packages: peers.py VERIFY_EXAMPLE MOST LOG.jsonl...

pymerkle: the tree over a log's lines, and proofs; cloudevents: every record is an event with the same attributes; rfc8785:
every record has the very bytes. The last two, and the proofs, look at the first MOST records of a log.
"""
import base64
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import pymerkle
import rfc8785
import vectors
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

REQUIRED = {"id", "source", "specversion", "type"}


def tree_of(entries):
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)  # the peer prefixes each entry with 0x00 by itself
    return tree


def theirs(tree, index, size=None):
    """Our form of an inclusion proof from theirs, which counts from one and begins with the leaf itself."""
    return tree.prove_inclusion(index + 1, size).path[1:]


def roots(verify, log, lines, folder):
    """The root, a proof of one record and the consistency with an earlier log, as our example writes them."""
    tree, size = tree_of(lines), len(lines)
    said = json.loads(subprocess.run([verify, log], stdout=subprocess.PIPE, check=True).stdout)
    assert said["root"] == tree.get_root().hex(), "the root is another"
    assert said["events"] == size

    proof, places = folder / "proof", {1, size, size // 2 + 1, size - size % 7 or 1}
    for sequence in places:
        subprocess.run(
            [verify, log, "--prove", str(sequence), "--proof-out", proof], stdout=subprocess.DEVNULL, check=True
        )
        header, index, *path = proof.read_text("ascii").split("\n\n")[0].split("\n")
        assert (header, index) == ("c2sp.org/tlog-proof@v1", f"index {sequence - 1}")
        assert [base64.b64decode(digest) for digest in path] == theirs(tree, sequence - 1), f"record {sequence}"

    earlier = folder / "earlier.jsonl"
    for cut in {1, size // 2 or 1, size}:
        earlier.write_bytes(b"".join(line + b"\n" for line in lines[:cut]))
        said = json.loads(subprocess.run([verify, earlier], stdout=subprocess.PIPE, check=True).stdout)
        before, now = bytes.fromhex(said["root"]), tree.get_root()
        pymerkle.verify_consistency(before, now, tree.prove_consistency(cut, size), cut, size)
    return len(places)


def events(lines):
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        event = JSONFormat().read(CloudEvent, line)
        read = dict(event.get_attributes())
        time = read.pop("time")
        assert time.utcoffset().total_seconds() == 0, number
        assert time.strftime("%Y-%m-%dT%H:%M:%S.%fZ") == record.pop("time"), number
        assert event.get_data() == record.pop("data"), number
        assert read == record and REQUIRED < read.keys(), number
        # extensions are of the kinds that the specification has, integers of 32 bits
        for name, value in record.items():
            assert re.fullmatch("[a-z0-9]{1,20}", name), name
            assert isinstance(value, str) and value or isinstance(value, int) and 0 < value < 1 << 31, name


def canonical(lines):
    for number, line in enumerate(lines, 1):
        assert rfc8785.dumps(json.loads(line)) == line, f"record {number} has other bytes"


def generator():
    """The vectors' own tree and proofs, which were written from the RFC, against the peer's."""
    source = random.Random(6962)
    for size in [1, 2, 3, 7, 8, 64, 65] + [source.randrange(1, 600) for _ in range(12)]:
        data = [source.randbytes(source.randrange(0, 40)) for _ in range(size)]
        leaves, tree = [vectors.leaf_hash(entry) for entry in data], tree_of(data)
        assert vectors.root_of(leaves) == tree.get_root()
        for index in {0, size - 1, source.randrange(size)}:
            path = vectors.inclusion(index, leaves)
            assert path == theirs(tree, index)
            case = {"index": index, "size": size, "leaf": leaves[index], "root": tree.get_root(), "proof": path}
            assert vectors.included(case)
        for earlier in {1, size, source.randrange(size) + 1}:
            proof = tree.prove_consistency(earlier, size)
            assert vectors.root_of(leaves[:earlier]) == tree.get_root(earlier) == proof.retrieve_prior_state()
            case = {"size1": earlier, "size2": size, "root1": tree.get_root(earlier), "root2": tree.get_root()}
            assert vectors.consistent({**case, "proof": vectors.consistency(earlier, leaves)})


def main(verify, most, *logs):
    generator()
    for log in logs:
        lines = pathlib.Path(log).read_bytes().split(b"\n")[:-1]
        with tempfile.TemporaryDirectory() as folder:
            proofs = roots(verify, log, lines, pathlib.Path(folder))
        looked_at = lines[: int(most)]
        events(looked_at)
        canonical(looked_at)
        print(f"{log}: root of {len(lines)} records, {proofs} proofs, {len(looked_at)} events in canonical form")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
