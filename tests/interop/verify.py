#!/usr/bin/env python3
"""Verifies a log with Python's standard library alone: verify.py events.jsonl [checkpoint]; result as verify.mjs.

It tells the first line that does not follow and stops there; the crate's example lists all of them.
verify.py --vectors refusals.jsonl asks it for each of the shared vectors.
"""
import base64
import datetime
import functools
import hashlib
import json
import re
import sys
import uuid

LIMIT, DEPTH, INTEGER = 65_535, 64, 2**53 - 1
NAME = re.compile(r"[ !#-\[\]-~]*")
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SOURCE = re.compile(r"[A-Za-z][A-Za-z0-9.-]*:[!#-*,-;=?-\[\]-~]+")
TYPE = re.compile(r"lifecycle\.[a-z_]+\.[a-z_]+\.v(0|[1-9][0-9]*)")
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")
SCHEMA = "urn:project-lifecycle:schema:"
# white space, and what shows nothing and takes no room; control characters are neither
SPACE = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
CONTROL = "\0-\x1f\x7f-\x9f"
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
SHOWN = re.compile(f"[^{HIDDEN}{SPACE}\\s{CONTROL}]")
SHORT = re.compile(f"[^{CONTROL}{HIDDEN}{SPACE}](?:[^{CONTROL}{HIDDEN}]*[^{CONTROL}{HIDDEN}{SPACE}])?")


class Refused(Exception):
    """Why a line is refused: a code, and a sentence."""


def sha(data):
    return hashlib.sha256(data).digest()


def root(peaks):
    """The root of a tree from the roots of its full subtrees, the largest first."""
    return functools.reduce(lambda right, left: sha(b"\x01" + left + right), reversed(peaks)) if peaks else sha(b"")


def must(holds, code, why):
    if not holds:
        raise Refused(code, why)


def members(pairs):
    found = dict(pairs)
    if len(found) != len(pairs) or not all(NAME.fullmatch(name) for name in found):
        raise ValueError("a member stands twice, or its name is not printable ASCII")
    return found


def integer(text):
    if len(text) > 17 or abs(int(text)) > INTEGER:
        raise ValueError("the integer is beyond 2^53-1")
    return int(text)


def no_float(text):
    raise ValueError(f"{text} is no integer")


def depth(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def canonical(line):
    """The value of a line in its one form."""
    try:
        text = line.decode()
        value = json.loads(
            text, object_pairs_hook=members, parse_int=integer, parse_float=no_float, parse_constant=no_float
        )
        if depth(value) > DEPTH:
            raise ValueError("the line is too deep")
        same = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == line
    except (ValueError, RecursionError) as why:
        raise Refused("not_canonical", f"the line is not canonical: {why}") from why
    must(same, "not_canonical", "the line is not canonical")
    return value


def is_time(text):
    parts = TIME.fullmatch(text)
    try:
        return bool(parts and datetime.date(*map(int, parts.groups()[:3])))
    except ValueError:
        return False


def is_type(text):
    parts = TYPE.fullmatch(text)
    return bool(parts) and len(parts[1]) <= 10 and int(parts[1]) < 2**32


def is_short(text):
    return bool(SHORT.fullmatch(text)) and len(text.encode()) <= 256


def form(pattern):
    return lambda text: bool(re.fullmatch(pattern, text))


# the form of each attribute that is a text
FORMS = {
    "specversion": form(r"1\.0"),
    "datacontenttype": form("application/json"),
    "type": is_type,
    "dataschema": lambda text: text.startswith(SCHEMA),
    "authid": is_short,
    "authtype": form("app_user|user|service_account|api_key|system|unauthenticated|unknown"),
    "causationid": is_short,
    "correlationid": is_short,
    "id": form(UUID),
    "predecessorhash": form("[0-9a-f]{64}"),
    "recordedtime": is_time,
    "sequence": lambda text: bool(re.fullmatch("[0-9]{19}", text)) and int(text) > 0,
    "source": lambda text: bool(SOURCE.fullmatch(text)) and len(text) <= 512,
    "subject": form(f"(project|zone|refusal|log)/{UUID}"),
    "time": is_time,
}
OPTIONAL = {"causationid", "correlationid"}


def envelope(line):
    """The attributes of a line, each in its form."""
    must(len(line) <= LIMIT, "too_large", f"a record has at most {LIMIT} bytes")
    record = canonical(line)
    must(isinstance(record, dict), "attributes", "the line is no object")
    for name in record:
        must(name in FORMS or name in ("data", "streamversion"), "attributes", f"`{name}` is unknown")
    for name, fits in FORMS.items():
        if name in record or name not in OPTIONAL:
            must(isinstance(record.get(name), str), "attributes", f"`{name}` is missing or no text")
            must(fits(record[name]), "attribute", f"`{name}` has not the form it must have")
    must(record["dataschema"] == SCHEMA + record["type"], "attribute", "`dataschema` is another type's")
    must("data" in record, "attributes", "`data` is missing")
    must(isinstance(record["data"], dict), "attribute", "`data` is no object")
    version = record.get("streamversion")
    is_count = isinstance(version, int) and not isinstance(version, bool) and version >= 0
    must(is_count, "attributes", "`streamversion` is missing or no number from 1")
    must(version > 0, "attribute", "`streamversion` is no number from 1")
    return record


def is_by(by):
    """Who acted, as the host asserts it."""
    roles = by.get("roles", []) if isinstance(by, dict) else None
    return (
        isinstance(roles, list)
        and set(by) <= {"organisation", "roles", "zone"}
        and all(isinstance(text, str) and is_short(text) for text in [*roles, *(by[n] for n in by if n != "roles")])
    )


def opens(record):
    """The first record opens the log of its own source, in a format, a law and a digest that this program knows."""
    own, data = str(uuid.uuid5(uuid.NAMESPACE_URL, record["source"])), record["data"]
    named = (record["type"], record["id"], record["subject"], record["streamversion"])
    must(named == ("lifecycle.log.opened.v1", own, f"log/{own}", 1), "not_opened", "the first record opens no log")
    numbers = [data.get("format"), data.get("law")]
    is_data = (
        set(data) <= {"by", "digest", "format", "law"}
        and isinstance(data.get("digest"), str)
        and all(type(number) is int and 0 <= number < 2**32 for number in numbers)
        and is_by(data.get("by", {}))
    )
    must(is_data, "data", "the data are not those of an opening")
    known = numbers == [1, 1] and data["digest"] == "sha-256"
    must(known, "unknown_format", "the log is of a format, a law or a digest that this program does not know")


QUARANTINED = "lifecycle.log.quarantined.v1"


def is_text(text):
    return isinstance(text, str) and "\0" not in text and len(text.encode()) <= 16_384 and bool(SHOWN.search(text))


def is_place(place, before, own):
    """A place between the opening and the record itself, behind the one before."""
    if not isinstance(place, dict) or not {"leaf", "sequence"} <= set(place) <= {"leaf", "sequence", "stream", "streamversion"}:
        return False
    numbers = [place[name] for name in ("sequence", "streamversion") if name in place]
    stream = place.get("stream", f"log/{uuid.UUID(int=0)}")
    return (
        ("stream" in place) == ("streamversion" in place)
        and all(type(number) is int and number >= 0 for number in numbers)
        and before < place["sequence"] < own
        and isinstance(place["leaf"], str)
        and bool(re.fullmatch("[0-9a-f]{64}", place["leaf"]))
        and isinstance(stream, str)
        and FORMS["subject"](stream)
    )


def quarantined(record):
    """The leaf, the stream and the version there of the places that a record puts in quarantine, by their places."""
    data, own, last = record["data"], int(record["sequence"]), 1
    log = f"log/{uuid.uuid5(uuid.NAMESPACE_URL, record['source'])}"
    must(record["subject"] == log, "data", "a quarantine of another log than its own")
    places = data.get("places")
    is_data = (
        set(data) <= {"authority", "by", "grounds", "places"}
        and is_text(data.get("authority"))
        and is_text(data.get("grounds"))
        and is_by(data.get("by", {}))
        and isinstance(places, list)
        and places
    )
    must(is_data, "data", "the data are not those of a quarantine")
    for place in places:
        must(is_place(place, last, own), "data", "a place of a quarantine is none")
        last = place["sequence"]
    return {place["sequence"]: (place["leaf"], (place.get("stream"), place.get("streamversion"))) for place in places}


def as_known(places, known):
    """The places, none of which is known to be in quarantine in another way."""
    is_known = all(known.get(place, named) == named for place, named in places.items())
    must(is_known, "data", "another record names a place with another leaf or stream")
    return places


def learned(lines):
    """What is in quarantine: a first look at the log. What is no record is judged by the second look."""
    found = {}
    for line in lines:
        if line.endswith(b'"type":"lifecycle.log.quarantined.v1"}'):
            try:
                found |= as_known(quarantined(envelope(line)), found)
            except Refused:
                pass
    return found


def is_of(line, named):
    """Whether a line says that it is of a stream and of a version there, if it says of which."""
    try:
        said = json.loads(line) if len(line) <= 65_535 else None
    except (ValueError, RecursionError):
        said = None
    stream, version = (said.get("subject"), said.get("streamversion")) if isinstance(said, dict) else (None, None)
    if not isinstance(stream, str) or type(version) is not int or version < 0:
        return True
    return named == ((stream, version) if FORMS["subject"](stream) else (None, None))


def dressed(line):
    """What another program put around a line, if what is left is a record."""
    bare = line.removeprefix(b"\xef\xbb\xbf")
    if bare != line or line.endswith(b"\r"):
        try:
            envelope(bare.removesuffix(b"\r"))
        except Refused:
            return
        must(bare == line, "byte_order_mark", "a byte order mark: a program saved the file anew")
        must(False, "carriage_return", "the line ends in CR LF: an editor, a mail or a transfer as text did that")


def verify(log, checkpoint=None):
    """What some bytes prove, against the lines of a checkpoint if there are any."""
    lines, before, source, recorded, peaks, size, at_checkpoint = log.split(b"\n"), "0" * 64, None, "", [], 0, None
    quarantine = learned(lines)
    for number, line in enumerate(lines, 1):
        if number == len(lines) and line == b"" and number > 1:
            break
        try:
            must(log, "empty", "the log is empty")
            must(number < len(lines), "torn", "the line is torn")
            leaf = sha(b"\x00" + line)
            if number in quarantine:
                must(leaf.hex() == quarantine[number][0], "quarantined", "another line is in quarantine")
                must(is_of(line, quarantine[number][1]), "quarantined_stream", "it is in quarantine as of another stream")
            else:
                dressed(line)
                record = envelope(line)
                if not size:
                    opens(record)
                must(record["source"] == (source or record["source"]), "source", "the record is of another log")
                if size and record["subject"].startswith("log/"):
                    must(record["type"] == QUARANTINED, "opened_again", "the log is opened once")
                    as_known(quarantined(record), quarantine)
                must(record["sequence"] == f"{number:019d}", "sequence", "the sequence is not the next")
                must(record["predecessorhash"] == before, "predecessor", "it does not follow from the line before")
                must(record["recordedtime"] >= recorded, "recorded_earlier", "the record goes back in time")
                source, recorded = record["source"], record["recordedtime"]
        except Refused as why:
            code, reason = why.args
            return {"result": "not_self_consistent", "first_bad_line": number, "code": code, "reason": reason}
        before, right, ones = leaf.hex(), leaf, size
        while ones & 1:
            right, ones = sha(b"\x01" + peaks.pop() + right), ones >> 1
        peaks.append(right)
        size += 1
        if checkpoint and checkpoint[1] == str(size):
            at_checkpoint = base64.b64encode(root(peaks)).decode()
    found = {"events": size, "root": root(peaks).hex()}
    if checkpoint and (checkpoint[0] != source or checkpoint[2] != at_checkpoint):
        return {"result": "contradicts_checkpoint", **found}
    return {"result": "consistent_with_checkpoint" if checkpoint else "self_consistent", **found}


def read_checkpoint(path):
    text = open(path, encoding="utf-8", newline="").read()
    if text.startswith("\ufeff") or "\r\n" in "".join(text.splitlines(True)[:3]):
        sys.exit("the checkpoint has a byte order mark or lines that end in CR LF: take it as it was written")
    return text.split("\n")


def vector_log(vector, opening):
    """The log of a vector, as tests/interop/refusals.py tells."""
    line = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["line"].encode()
    if "fill" in vector:
        line = line.replace(b"@@", b"x" * (vector["fill"] - len(line) + 2))
    before = opening.encode() + b"\n" if vector["place"] == 2 else b""
    return before + line + vector.get("end", "\n").encode()


def vectors(path):
    first, *rest = map(json.loads, open(path, encoding="utf-8"))
    wrong = 0
    for vector in rest:
        said = verify(vector_log(vector, first["opening"]))
        if (said.get("code"), said.get("first_bad_line")) != (vector["code"], vector["code"] and vector["place"]):
            print(f"{vector['what']}: expected {vector['code']}, found {said}", file=sys.stderr)
            wrong += 1
    print(f"Python's verifier: {len(rest)} vectors, {wrong} of them otherwise")
    sys.exit(wrong > 0 or not rest)


if __name__ == "__main__":
    if sys.argv[1] == "--vectors":
        vectors(sys.argv[2])
    said = verify(open(sys.argv[1], "rb").read(), read_checkpoint(sys.argv[2]) if len(sys.argv) > 2 else None)
    print(json.dumps(said, sort_keys=True))
    sys.exit(0 if said["result"] in ("self_consistent", "consistent_with_checkpoint") else 1)
