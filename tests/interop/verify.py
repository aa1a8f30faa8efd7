#!/usr/bin/env python3
"""Verifies a log with Python's standard library alone: verify.py events.jsonl [checkpoint]; result as verify.mjs."""
import base64
import functools
import hashlib
import json
import sys


def sha(data):
    return hashlib.sha256(data).digest()


def root(peaks):
    """The root of a tree from the roots of its full subtrees, the largest first."""
    return functools.reduce(lambda right, left: sha(b"\x01" + left + right), reversed(peaks)) if peaks else sha(b"")


def no_twice(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def say(result, **rest):
    print(json.dumps({"result": result, **rest}, sort_keys=True))
    sys.exit(0 if result in ("self_consistent", "consistent_with_checkpoint") else 1)


lines = open(sys.argv[1], "rb").read().split(b"\n")
checkpoint = open(sys.argv[2], encoding="ascii").read().split("\n") if len(sys.argv) > 2 else None
before, source, recorded, peaks, size, at_checkpoint = "0" * 64, None, "", [], 0, None
for number, line in enumerate(lines, 1):
    if number == len(lines) and line == b"" and number > 1:
        break
    try:
        assert number < len(lines), "the line is torn"
        record = json.loads(line, object_pairs_hook=no_twice)
        canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert canonical.encode() == line, "the line is not canonical"
        assert record["predecessorhash"] == before, "the line does not follow from the one before"
        assert record["sequence"] == f"{number:019d}", "the sequence is not the next"
        assert record["source"] == (source or record["source"]), "the record is of another log"
        assert record["recordedtime"] >= recorded, "the record goes back in time"
        assert size or record["data"]["digest"] == "sha-256", "the log is on a digest that this program does not have"
    except (ValueError, KeyError, AssertionError) as why:
        say("not_self_consistent", first_bad_line=number, reason=str(why))
    source, recorded, leaf = record["source"], record["recordedtime"], sha(b"\x00" + line)
    before, right, ones = leaf.hex(), leaf, size
    while ones & 1:
        right, ones = sha(b"\x01" + peaks.pop() + right), ones >> 1
    peaks.append(right)
    size += 1
    if checkpoint and checkpoint[1] == str(size):
        at_checkpoint = base64.b64encode(root(peaks)).decode()
found = {"events": size, "root": root(peaks).hex()}
if checkpoint and (checkpoint[0] != source or checkpoint[2] != at_checkpoint):
    say("contradicts_checkpoint", **found)
say("consistent_with_checkpoint" if checkpoint else "self_consistent", **found)
