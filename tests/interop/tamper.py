#!/usr/bin/env python3
"""Writes a log that was tampered with, as its producer could: tamper.py ATTACK LOG.jsonl > tampered.jsonl"""
import hashlib
import json
import sys


def written(record):
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def edited(line, **members):
    return written({**json.loads(line), **members})


def sealed(lines, start):
    """The lines with every hash from a place on put right."""
    for at in range(start, len(lines)):
        before = hashlib.sha256(b"\x00" + lines[at - 1]).hexdigest() if at else "0" * 64
        lines[at] = edited(lines[at], predecessorhash=before)
    return lines


def sealed_as_they_are(lines, start):
    """The same without reading the line before."""
    for later in range(start, len(lines)):
        before = hashlib.sha256(b"\x00" + lines[later - 1]).hexdigest()
        lines[later] = edited(lines[later], predecessorhash=before)


def quarantine(lines, places):
    """The record that puts places in quarantine, behind all others."""
    first, last, name = json.loads(lines[0]), json.loads(lines[-1]), "lifecycle.log.quarantined.v1"
    return written(
        {
            **first,
            "data": {"authority": "the owner", "grounds": "a bad record", "places": places},
            "dataschema": f"urn:project-lifecycle:schema:{name}",
            "id": "e0000000-0000-4001-8000-00000000ffff",
            "predecessorhash": hashlib.sha256(b"\x00" + lines[-1]).hexdigest(),
            "recordedtime": last["recordedtime"],
            "sequence": f"{len(lines) + 1:019}",
            "streamversion": 2,
            "type": name,
        }
    )


def flipped(line, at):
    return line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]


def tampered(attack, lines):
    at = min(4, len(lines) // 2)  # the fifth line, or the middle of a shorter log
    line, other = lines[at], "e0000000-0000-4001-8000-00000000ffff"
    match attack:
        case "flipped":  # the last digit of its id
            lines[at] = flipped(line, line.index(b'","predecessorhash"') - 1)
        case "flipped-quote":  # what ends a text
            lines[at] = flipped(line, line.index(b'","predecessorhash"'))
        case "actor":
            lines[at] = edited(line, authid="somebody-else")
        case "actor-of-last":
            lines[-1] = edited(lines[-1], authid="somebody-else")
        case "inserted":  # made for that very place
            lines.insert(at, edited(line, id=other))
        case "duplicated":
            lines.insert(at, line)
        case "duplicated-at-end":
            lines.append(line)
        case "spliced":  # from another log, made for that very place
            lines[at] = edited(line, source="urn:example:log:other")
        case "resealed-suffix":
            lines[at] = edited(line, authid="somebody-else")
            sealed(lines, at + 1)
        case "quarantined" | "quarantined-otherwise" | "quarantined-elsewhere":  # the owner seals on a bad line, and puts it in quarantine
            lines[at] = line.replace(b":", b": ", 1)
            sealed_as_they_are(lines, at + 1)
            leaf, said = hashlib.sha256(b"\x00" + lines[at]).hexdigest(), json.loads(lines[at])
            place = {
                "leaf": "ab" * 32 if attack == "quarantined-otherwise" else leaf,
                "sequence": at + 1,
                "stream": said["subject"],
                "streamversion": said["streamversion"] + (attack == "quarantined-elsewhere"),
            }
            lines.append(quarantine(lines, [place]))
        case "resealed-log":
            lines[0] = edited(lines[0], authid="somebody-else")
            sealed(lines, 0)
        case "resealed-shorter":
            del lines[at]
            for later in range(at, len(lines)):
                lines[later] = edited(lines[later], sequence=f"{later + 1:019}")
            sealed(lines, at)
        case _:
            sys.exit(f"unknown attack {attack}")
    return lines


attack, log = sys.argv[1:]
lines = open(log, "rb").read().split(b"\n")[:-1]
after = tampered(attack, list(lines))
if after == lines:
    sys.exit(f"{attack} changes nothing in {log}")
sys.stdout.buffer.write(b"".join(line + b"\n" for line in after))
