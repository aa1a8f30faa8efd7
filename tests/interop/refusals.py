#!/usr/bin/env python3
"""Writes test vectors of lines that a verifier takes or refuses, one JSON object a line: refusals.py > refusals.jsonl

What is refused, and with which code, is written down here by hand, from what the docs of `audit` say of a record. The crate,
verify.py and verify.mjs must all say the same. Python's standard library only.

The first row has `opening`, a line that opens a log. Each other row has `what`; `place`, 2 if its line stands behind the opening
and 1 if it is the log's first; `line`, or `hex` if the line is no text; `end` if it does not end in a line feed alone; `fill`
if `@@` in the line stands for as many `x` as make it that long in bytes; `code`, why the line is refused, or null.
"""
import hashlib
import json
import sys
import uuid

SOURCE = "urn:example:log:shenyang"
SCHEMA = "urn:project-lifecycle:schema:"
OTHER = "e0000000-0000-4001-8000-00000000ffff"
LEFT_OUT = object()

rows = []


def written(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def own(source):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, source))


OPENING = {
    "authid": "officer-7",
    "authtype": "app_user",
    "data": {"digest": "sha-256", "format": 1, "law": 1},
    "datacontenttype": "application/json",
    "dataschema": SCHEMA + "lifecycle.log.opened.v1",
    "id": own(SOURCE),
    "predecessorhash": "0" * 64,
    "recordedtime": "2018-06-01T10:00:00.000000Z",
    "sequence": f"{1:019}",
    "source": SOURCE,
    "specversion": "1.0",
    "streamversion": 1,
    "subject": f"log/{own(SOURCE)}",
    "time": "2018-06-01T10:00:00.000000Z",
    "type": "lifecycle.log.opened.v1",
}
RECORD = {
    "authid": "officer-7",
    "authtype": "app_user",
    "data": {"effective_on": "2018-06-02"},
    "datacontenttype": "application/json",
    "dataschema": SCHEMA + "lifecycle.project.planned.v1",
    "id": "e0000000-0000-4001-8000-000000000001",
    "predecessorhash": hashlib.sha256(b"\0" + written(OPENING).encode()).hexdigest(),
    "recordedtime": "2018-06-02T10:00:00.000000Z",
    "sequence": f"{2:019}",
    "source": SOURCE,
    "specversion": "1.0",
    "streamversion": 1,
    "subject": "project/a0000000-0000-4000-8000-000000000001",
    "time": "2018-06-02T10:00:00.000000Z",
    "type": "lifecycle.project.planned.v1",
}
LINE = written(RECORD)


def changed(record, members):
    record = {**record, **members}
    return written({name: value for name, value in record.items() if value is not LEFT_OUT})


def row(code, what, line, place=2, **rest):
    kind = "line" if isinstance(line, str) else "hex"
    rows.append({"what": what, "place": place, kind: line if kind == "line" else line.hex(), **rest, "code": code})


def second(code, what, **members):
    """The record behind the opening with some members otherwise."""
    row(code, what, changed(RECORD, members))


def first(code, what, **members):
    """The opening with some members otherwise."""
    row(code, what, changed(OPENING, members), place=1)


def data(code, what, text):
    """The record with another text as its data."""
    row(code, what, LINE.replace(written(RECORD["data"]), text))


def typed(code, what, name):
    second(code, what, type=name, dataschema=SCHEMA + name)


def canonical_form():
    row(None, "the record as it is", LINE)
    bad = "not_canonical"
    row(bad, "a blank line", "")
    for what, line in {
        "a space before it": " " + LINE,
        "a space behind it": LINE + " ",
        "a tab behind it": LINE + "\t",
        "a zero byte behind it": LINE + "\0",
        "a space behind a colon": LINE.replace(":", ": ", 1),
        "a space behind a comma": LINE.replace(",", ", ", 1),
        "a comma behind the last member": LINE[:-1] + ",}",
        "its end cut off": LINE[:-1],
        "its beginning cut off": LINE[1:],
        "itself twice": LINE + LINE,
        "an array that is not closed": LINE + "]",
        "words": "garbage",
        "a comment": LINE + "//",
        "single quotes": LINE.replace('"', "'"),
        "a member twice": LINE.replace('{"authid"', '{"authid":"officer-7","authid"'),
        "a member twice, at its end": LINE[:-1] + f',"type":"{RECORD["type"]}"}}',
        "members in another order": "{" + LINE[1:-1].split(",", 1)[1] + "," + LINE[1:].split(",", 1)[0] + "}",
        "half of a surrogate pair": LINE.replace("officer-7", "\\ud800"),
        "the other half": LINE.replace("officer-7", "\\udc00"),
        "a surrogate pair of escapes": LINE.replace("officer-7", "\\ud83c\\udfd7"),
        "a letter as an escape": LINE.replace("officer-7", "\\u006fficer-7"),
        "a Chinese character as an escape": LINE.replace("officer-7", "\\u4e2d"),
        "a solidus as an escape": LINE.replace("project/", "project\\/"),
        "a member name with an escape": LINE.replace('"authid"', '"\\u0061uthid"'),
    }.items():
        row(bad, what, line)
    raw = LINE.encode()
    row(bad, "a byte that is no UTF-8", raw.replace(b"officer-7", b"officer-\xff"))
    row(bad, "an overlong form", raw.replace(b"officer-7", b"officer-\xc0\xaf"))
    row(bad, "half of a surrogate pair as bytes", raw.replace(b"officer-7", b"officer-\xed\xa0\x80"))
    row(bad, "a character that is cut off", raw.replace(b"officer-7", b"officer-\xe4\xb8"))
    for what, text in {
        "an array": "[]",
        "a text": '"x"',
        "a number": "7",
        "nothing": "null",
        "an empty object": "{}",
    }.items():
        row("attributes", f"{what} in place of the record", text)


def numbers_and_texts():
    of = '{"n":%s}'
    for number in ["0", "-1", "9007199254740991", "-9007199254740991"]:
        data(None, f"the number {number}", of % number)
    for number in [
        "1.0", "0.5", "1e0", "1E2", "1e400", "-0", "01", "-01", "+1", "1.", ".5", "0x1", "1_0", "NaN", "Infinity", "-Infinity", "-",
        "9007199254740992", "-9007199254740992", "9007199254740993", "18446744073709551615", "1" + "0" * 400,
    ]:  # fmt: skip
        data("not_canonical", f"the number {number[:25]}", of % number)
    for word in ["True", "FALSE", "nul", "None", "undefined", ""]:
        data("not_canonical", f"the word {word!r}", of % word)
    for text in [
        '""', '"中文"', '"🏗"', '"\x7f"', '"\u2028"', '"\ufeff"', '"\\u0000"', '"\\u001f"', '"\\"\\\\\\b\\f\\n\\r\\t"', '"/"', '"\ufffe"',
    ]:  # fmt: skip
        data(None, f"the text {text!a}", of % text)
    for text in ['"\x1f"', '"\t"', '"\\u001F"', '"\\u000a"', '"\\u0008"', '"\\u00e9"', '"\\x41"', '"\\u12"', '"\\U0001f3d7"', '"']:
        data("not_canonical", f"the text {text!a}", of % text)
    data(None, "names of all printable ASCII", '{"":1," ":2,"!":3,"#":4,"A":5,"[":6,"]":7,"__proto__":8,"a":9,"~":10}')
    data(None, "names that look like places", '{"10":1,"2":2,"constructor":3,"toString":4}')
    data("not_canonical", "names in the order of numbers", '{"2":2,"10":1}')
    data("not_canonical", "names in another order", '{"b":1,"a":2}')
    data("not_canonical", "a capital behind a small letter", '{"a":1,"B":2}')
    data("not_canonical", "a name twice", '{"a":1,"a":1}')
    data("not_canonical", "a name twice further in", '{"a":[{"b":1,"b":2}]}')
    data("not_canonical", "a name beyond ASCII", '{"é":1}')
    # U+FF5E stands before U+1F3D7 by code points and behind it by UTF-16 units
    data("not_canonical", "names beyond the basic plane, by code points", '{"\uff5e":1,"🏗":2}')
    data("not_canonical", "names beyond the basic plane, by UTF-16 units", '{"🏗":2,"\uff5e":1}')
    data("not_canonical", "a name with a quotation mark", '{"\\"":1}')
    data("not_canonical", "a name with a backslash", '{"\\\\":1}')
    data("not_canonical", "a name with a control character", '{"\\u0001":1}')
    data("not_canonical", "a name with DEL", '{"\x7f":1}')
    # the record and its data are open already
    for deep, code in {62: None, 63: "not_canonical", 500: "not_canonical", 5_000: "not_canonical"}.items():
        data(code, f"{deep + 2} arrays and objects open", of % ("[" * deep + "]" * deep))
    data(None, "64 objects open", '{"n":' * 63 + "1" + "}" * 63)
    data("not_canonical", "65 objects open", '{"n":' * 64 + "1" + "}" * 64)
    data("attribute", "64 arrays open as data", "[" * 63 + "]" * 63)


def sizes():
    line = LINE.replace(written(RECORD["data"]), '{"n":"@@"}')
    row(None, "65,535 bytes", line, fill=65_535)
    row("too_large", "65,536 bytes", line, fill=65_536)
    row("too_large", "200,000 bytes", line, fill=200_000)
    row("too_large", "65,536 bytes of words", "@@", fill=65_536)


def attributes():
    for name in RECORD:
        second("attributes", f"no `{name}`", **{name: LEFT_OUT})
    for name in ["zzz", "dataref", "partitionkey", "traceparent", "Authid", "expirytime", "__proto__", "constructor", ""]:
        second("attributes", f"an attribute `{name}`", **{name: "x"})
    second("attributes", "`data_base64`", data_base64="e30=")
    for name in [name for name in RECORD if name not in ("data", "streamversion")] + ["causationid", "correlationid"]:
        second("attributes", f"`{name}` null", **{name: None})
        second("attributes", f"`{name}` a number", **{name: 2})
    second("attributes", "`authid` an array", authid=["officer-7"])
    second("attributes", "`subject` an object", subject={"kind": "project"})
    second("attributes", "`specversion` true", specversion=True)
    for value in [[], None, "x", 7, True]:
        second("attribute", f"`data` {value!r}", data=value)
    for value in ["1", -1, None, True, [], {}]:
        second("attributes", f"`streamversion` {value!r}", streamversion=value)
    second("attribute", "`streamversion` 0", streamversion=0)
    second(None, "`streamversion` 2^53-1", streamversion=9007199254740991)
    second("not_canonical", "`streamversion` 2^53", streamversion=9007199254740992)
    for value in ["1.1", "0.3", "1", "1.0 ", ""]:
        second("attribute", f"`specversion` {value!r}", specversion=value)
    for value in ["application/json; charset=utf-8", "Application/json", "text/json", "application/cloudevents+json", ""]:
        second("attribute", f"`datacontenttype` {value!r}", datacontenttype=value)


def texts():
    for name in ["authid", "causationid", "correlationid"]:
        for value in ["x", "中文", "🏗", "a b", "inbox/4711", '"', "\\", "x" * 256, "中" * 85]:
            second(None, f"`{name}` {value[:9]!a}, {len(value.encode())} bytes", **{name: value})
        for value in [
            "", " ", " x", "x ", "\u3000", "x\u3000", "x\u00a0", "\u2003x", "x\u2028", "x\n", "\tx", "a\tb", "a\0b", "\0", "\x7f", "a\x85b",
            "a\u200bb", "\u200b", "a\u00adb", "a\u202eb", "a\ufeffb", "\u2800", "\u3164", "a\ufe0f", "\ufff9", "\U000e0041", "a\U000e0041",
            "x" * 257, "中" * 86,
        ]:  # fmt: skip
            second("attribute", f"`{name}` {value[:9]!a}, {len(value.encode())} bytes", **{name: value})
    for value in ["app_user", "user", "service_account", "api_key", "system", "unauthenticated", "unknown"]:
        second(None, f"`authtype` {value!r}", authtype=value)
    for value in ["", "App_user", "APP_USER", "admin", "app user", "app_user ", "officer", "user\n"]:
        second("attribute", f"`authtype` {value!r}", authtype=value)


def ids():
    good = RECORD["id"]
    forms = {
        "in capitals": OTHER.upper(),
        "in braces": f"{{{good}}}",
        "without hyphens": good.replace("-", ""),
        "as a URN": f"urn:uuid:{good}",
        "a digit short": good[:-1],
        "a digit long": good + "0",
        "with another letter": good[:-1] + "g",
        "with its hyphens elsewhere": "e000000-00000-4001-8000-000000000001",
        "with a space": good[:-1] + " ",
        "with a line feed": good + "\n",
        "in full-width digits": good[:-1] + "１",
        "empty": "",
    }
    for what, value in forms.items():
        second("attribute", f"`id` {what}", id=value)
        second("attribute", f"`subject` {what}", subject=f"project/{value}")
    second(None, "`id` all zeros", id="0" * 8 + "-0000-0000-0000-" + "0" * 12)
    for kind in ["zone", "refusal"]:
        second(None, f"a subject of the kind {kind}", subject=f"{kind}/{OTHER}")
    for subject in [
        "", "project", "/", OTHER, f"/{OTHER}", f"Project/{OTHER}", f"PROJECT/{OTHER}", f"company/{OTHER}", f"sample/{OTHER}",
        f"project//{OTHER}", f"project/{OTHER}/x", f"project:{OTHER}", f" project/{OTHER}", f"project /{OTHER}", f"项目/{OTHER}",
    ]:  # fmt: skip
        second("attribute", f"`subject` {subject!r}", subject=subject)


def types():
    names = [
        "lifecycle.project.signed.v1", "lifecycle.project.anything.v7", "lifecycle.project.planned.v0", "lifecycle.permit.granted.v1",
        "lifecycle.project.planned.v4294967295", "lifecycle._._.v1",
    ]  # fmt: skip
    for name in names:
        typed(None, f"the type {name}, which is read later", name)
    # to read the events is not the verifier's
    typed(None, "a zone's type about a project", "lifecycle.zone.registered.v1")
    typed(None, "an opening's type about a project", "lifecycle.log.opened.v1")
    for name in [
        "", "lifecycle", "lifecycle.project.planned", "lifecycle.project.v1", "lifecycle.project.planned.v", "lifecycle.project.planned.v01",
        "lifecycle.project.planned.v+1", "lifecycle.project.planned.v-1", "lifecycle.project.planned.v4294967296",
        "lifecycle.project.planned.v99999999999999999999", "lifecycle.project.planned.v1.x", "lifecycle.project.planned.v1 ",
        "lifecycle.project.planned.v1\n", "lifecycle.project.planned.V1", "Lifecycle.project.planned.v1", "lifecycle.Project.planned.v1",
        "lifecycle.project.planned2.v1", "lifecycle.project.sent-back.v1", "lifecycle..planned.v1", "lifecycle.project..v1",
        "lifecycle.a.b.c.v1", "other.project.planned.v1", "com.example.lifecycle.project.planned.v1", "lifecycle.项目.planned.v1",
        "lifecycle.project.planned.v１",
    ]:  # fmt: skip
        typed("attribute", f"the type {name!r}", name)
    for value in ["", SCHEMA, RECORD["type"], SCHEMA + "lifecycle.project.signed.v1", SCHEMA + RECORD["type"] + "#", SCHEMA.upper() + RECORD["type"]]:
        second("attribute", f"`dataschema` {value!r}", dataschema=value)


def times():
    good = "2018-06-02T10:00:00.000000Z"
    for name in ["time", "recordedtime"]:
        for value in [good, "2020-02-29T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"]:
            second(None, f"`{name}` {value}", **{name: value})
        for value in [
            "", "2018-06-02T10:00:00Z", "2018-06-02T10:00:00.000Z", "2018-06-02T10:00:00.0000000Z", "2018-06-02T10:00:00.000000",
            "2018-06-02T10:00:00.000000z", "2018-06-02t10:00:00.000000Z", "2018-06-02 10:00:00.000000Z",
            "2018-06-02T10:00:00.000000+00:00", "2018-06-02T18:00:00.000000+08:00", "2018-06-02T24:00:00.000000Z",
            "2018-06-02T10:60:00.000000Z", "2018-06-02T10:00:60.000000Z", "2018-06-30T23:59:60.000000Z", "2018-02-30T10:00:00.000000Z",
            "2019-02-29T10:00:00.000000Z", "1900-02-29T10:00:00.000000Z", "2018-13-01T10:00:00.000000Z", "2018-00-01T10:00:00.000000Z",
            "2018-06-00T10:00:00.000000Z", "2018-06-31T10:00:00.000000Z", "0000-06-02T10:00:00.000000Z", "+2018-06-02T10:00:00.00000Z",
            "-018-06-02T10:00:00.000000Z", "2018-06-02T10:00:00,000000Z", "2018-06-02T10:00:00.000000Z\n", " 2018-06-02T10:00:00.00000Z",
            "２018-06-02T10:00:00.000000Z", "1527933600", "2018-153T10:00:00.000000Z",
        ]:  # fmt: skip
            second("attribute", f"`{name}` {value!r}", **{name: value})
    second(None, "`time` in the first year", time="0001-01-01T00:00:00.000000Z")
    second(None, "`recordedtime` that of the line before", recordedtime=OPENING["recordedtime"])
    second("recorded_earlier", "`recordedtime` before the line before", recordedtime="2018-06-01T09:59:59.999999Z")


def places():
    for value in [
        "", "2", "000000000000000002", "00000000000000000002", "0" * 19, "+000000000000000002", "-000000000000000002", " 000000000000000002",
        "000000000000000000２", "0x00000000000000002", "00000000000000002.0", "0000000000000000002\n",
    ]:  # fmt: skip
        second("attribute", f"`sequence` {value!r}", sequence=value)
    for value in [1, 3, 20, 2**53 - 1, 2**53, 2**63, 9999999999999999999]:
        second("sequence", f"the sequence {value}", sequence=f"{value:019}")
    good = RECORD["predecessorhash"]
    assert any(digit in "abcdef" for digit in good)
    for value in ["", good[1:], good + "0", good.upper(), good[:-1] + "g", " " + good[1:], "0x" + good[2:], "sha256:" + good[7:], good + "\n"]:
        second("attribute", f"`predecessorhash` {value!r}", predecessorhash=value)
    second("predecessor", "the predecessor of a first line", predecessorhash="0" * 64)
    second("predecessor", "another predecessor", predecessorhash=good[::-1])
    for value in ["urn:example:log:dalian", "urn:example:log:Shenyang", SOURCE + "/", "https://example.com/log", "a:b", "urn:" + "x" * 508]:
        second("source", f"the source {value[:30]}", source=value)
    for value in [
        "", "shenyang", ":x", "urn:", "1urn:x", "urn:a+b", "a+b:c", "urn:a b", "urn:é", 'urn:"', "urn:a\\b", "urn:<x>", "u_n:x", SOURCE + "\n",
        "urn:" + "x" * 509,
    ]:  # fmt: skip
        second("attribute", f"`source` {value[:30]!r}", source=value)
    for name in ["lifecycle.log.opened.v1", "lifecycle.log.closed.v1"]:
        again = {"type": name, "dataschema": SCHEMA + name, "subject": OPENING["subject"]}
        second("opened_again", f"a record {name} about the log", **again, id=OPENING["id"], data=OPENING["data"])
    second("opened_again", "a record about another log", subject=f"log/{OTHER}")


def quarantines():
    """Behind the opening nothing can be in quarantine yet, so each of these is refused."""
    name = "lifecycle.log.quarantined.v1"
    place = {"leaf": "ab" * 32, "sequence": 2}
    data = {"authority": "the owner", "grounds": "a bad record", "places": [place]}

    def quarantine(what, subject=OPENING["subject"], **members):
        rest = {name: value for name, value in {**data, **members}.items() if value is not LEFT_OUT}
        of_log = {"type": name, "dataschema": SCHEMA + name, "subject": subject, "streamversion": 2}
        second("data", f"a quarantine with {what}", **of_log, data=rest)

    quarantine("its own place")
    quarantine("a later place", places=[{**place, "sequence": 3}])
    quarantine("the opening", places=[{**place, "sequence": 1}])
    quarantine("the place 0", places=[{**place, "sequence": 0}])
    quarantine("a place as text", places=[{**place, "sequence": "1"}])
    quarantine("no place", places=[])
    quarantine("a place that is no object", places=[2])
    quarantine("places that are no list", places={})
    quarantine("no grounds", grounds=LEFT_OUT)
    quarantine("blank grounds", grounds="  ")
    quarantine("no authority", authority=LEFT_OUT)
    quarantine("an unknown member", zzz=1)
    quarantine("another log as its subject", subject=f"log/{OTHER}", places=[{**place, "sequence": 1}])


def ends():
    row("torn", "no line feed behind it", LINE, end="")
    row("torn", "cut in the middle", LINE[:100], end="")
    row("carriage_return", "CR LF behind it", LINE, end="\r\n")
    row("byte_order_mark", "a byte order mark before it", "\ufeff" + LINE)
    row("byte_order_mark", "a byte order mark before it and CR LF behind it", "\ufeff" + LINE, end="\r\n")
    row("not_canonical", "two carriage returns behind it", LINE, end="\r\r\n")
    row("not_canonical", "a byte order mark alone", "\ufeff")
    row("carriage_return", "CR LF behind the opening", written(OPENING), place=1, end="\r\n")
    row("byte_order_mark", "a byte order mark before the opening", "\ufeff" + written(OPENING), place=1)
    row("empty", "no line at all", "", place=1, end="")


def opening():
    first(None, "the opening as it is")
    for by in [{}, {"roles": []}, {"organisation": "committee", "roles": ["project_officer"], "zone": "hunnan"}]:
        first(None, f"an opening by {by}", data={**OPENING["data"], "by": by})
    other = "urn:example:log:dalian"
    first(None, "the opening of another log", source=other, id=own(other), subject=f"log/{own(other)}")
    for what, members in {
        "the planning of a project": {name: RECORD[name] for name in ("type", "dataschema", "subject", "id")},
        "another type about the log": {"type": "lifecycle.log.closed.v1", "dataschema": SCHEMA + "lifecycle.log.closed.v1"},
        "a second version of the type": {"type": "lifecycle.log.opened.v2", "dataschema": SCHEMA + "lifecycle.log.opened.v2"},
        "the type of a project": {"type": "lifecycle.project.opened.v1", "dataschema": SCHEMA + "lifecycle.project.opened.v1"},
        "another id": {"id": OTHER},
        "another log as its subject": {"subject": f"log/{OTHER}"},
        "a refusal as its subject": {"subject": f"refusal/{own(SOURCE)}"},
        "a later version of the stream": {"streamversion": 2},
        "another source": {"source": other},
    }.items():
        first("not_opened", f"an opening with {what}", **members)
    first("sequence", "an opening at the second place", sequence=f"{2:019}")
    first("predecessor", "an opening with a predecessor", predecessorhash=RECORD["predecessorhash"])
    for member, value in [
        ("format", 0), ("format", 2), ("format", 4294967295), ("law", 0), ("law", 99), ("digest", "md5"), ("digest", "SHA-256"),
        ("digest", "sha256"), ("digest", "sha-512"), ("digest", ""),
    ]:  # fmt: skip
        first("unknown_format", f"{member} {value!r}", data={**OPENING["data"], member: value})
    for member, value in [
        ("format", "1"), ("format", -1), ("format", 4294967296), ("format", None), ("format", True), ("law", "1"), ("law", None), ("law", -1),
        ("law", [1]), ("digest", 7), ("digest", None), ("extra", 1), ("by", None), ("by", "officer-7"), ("by", {"name": "x"}),
        ("by", {"roles": "x"}), ("by", {"roles": [7]}), ("by", {"roles": [""]}), ("by", {"roles": None}), ("by", {"organisation": " "}),
        ("by", {"organisation": 7}), ("by", {"zone": "a\u200bb"}), ("by", {"zone": "x" * 257}),
    ]:  # fmt: skip
        first("data", f"{member} {str(value)[:30]!a}", data={**OPENING["data"], member: value})
    for member in OPENING["data"]:
        rest = {name: value for name, value in OPENING["data"].items() if name != member}
        first("data", f"no {member}", data=rest)
    first("data", "empty data of an opening", data={})
    first("attribute", "data of an opening that are none", data=[1])
    first("attributes", "an opening with an unknown attribute", zzz="x")
    first("attribute", "an opening with another specversion", specversion="1.1")


for part in [canonical_form, numbers_and_texts, sizes, attributes, texts, ids, types, times, places, quarantines, ends, opening]:
    part()
whats = [row["what"] for row in rows]
twice = {what for what in whats if whats.count(what) > 1}
if twice:
    sys.exit(f"told twice: {sorted(twice)}")
print(json.dumps({"opening": written(OPENING)}))
for row in rows:
    print(json.dumps(row))
