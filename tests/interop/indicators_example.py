#!/usr/bin/env python3
"""What the example `indicators` prints, and what it says when it cannot answer: one line, and exit 1.

    indicators_example.py INDICATORS IMPORT_LEDGER EVENTS.jsonl STORE.db PLAN.toml

The programs are the crate's examples, with the feature `sqlite`. STORE holds the log of EVENTS and no other. PLAN is any
plan that can be asked. IMPORT_LEDGER puts the sample of `examples/data` beside the log, so that there are two.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

indicators, import_ledger, events, store, plan = sys.argv[1:]
root = Path(__file__).resolve().parent.parent.parent
policy = root / "examples/data/shenyang-policy.toml"

ALWAYS = ["indicator", "basis", "zone", "unit", "denominator", "gross", "net", "excluded", "threshold", "soft",
          "verdict", "missing", "listed"]
VERDICTS = (None, "met", "not_met", "provisional", "not_applicable")


def run(*arguments):
    return subprocess.run([indicators, *map(str, arguments)], capture_output=True, text=True)


def answered(*arguments):
    said = run(*arguments)
    assert (said.returncode, said.stderr) == (0, ""), (arguments, said.stderr)
    return said.stdout


def refused(wanted, *arguments):
    """It ends with 1 and says one line, in which all that is wanted stands; nothing is printed."""
    said = run(*arguments)
    line = said.stderr
    assert (said.returncode, said.stdout) == (1, ""), (arguments, said)
    assert re.fullmatch(r"error: [^\n]+\n", line), (arguments, line)
    assert all(word in line for word in wanted), (arguments, wanted, line)


def value_of(unit, value):
    assert re.fullmatch(r"-?\d+\.\d\d", value) if unit == "CNY" else type(value) is int and value >= 0, (unit, value)


def part_of(figure, part, has_members):
    assert list(part) == (["value", "members"] if has_members else ["value"]), part
    value_of(figure["unit"], part["value"])
    if has_members and figure["unit"] == "projects":
        assert len(part["members"]) == part["value"] and part["members"] == sorted(set(part["members"])), part


def shape(document, has_members):
    """The form of the document: all members, in their order, and what each may be."""
    assert list(document) == ["plan", "period", "as_of", "known_at", "figures"]
    assert sorted(document["plan"]) == ["digest", "id"] and re.fullmatch(r"[0-9a-f]{64}", document["plan"]["digest"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", document["as_of"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", document["known_at"])
    for figure in document["figures"]:
        form, more = figure["indicator"].split("_")[0], list(figure)[len(ALWAYS):]
        assert list(figure)[: len(ALWAYS)] == ALWAYS, list(figure)
        assert figure["unit"] in ("projects", "visits", "CNY") and type(figure["soft"]) is bool
        wanted = ["amounts"] if figure["unit"] == "projects" else []
        wanted += ["pace", "additions"] if form in ("zombie", "zombies") else []
        wanted += ["p50", "p90", "open"] if figure["unit"] == "visits" else []
        wanted += ["why"] if figure["verdict"] == "not_applicable" else []
        assert more == wanted, (figure["indicator"], more)
        for part in (figure["denominator"], figure["gross"], figure["net"]):
            part is None or part_of(figure, part, has_members)
        assert None not in (figure["gross"], figure["net"])
        assert figure["verdict"] in VERDICTS
        assert figure["threshold"] is None or list(figure["threshold"]) in (["basis_points"], ["value"])
        # where nothing is to be reached nothing is said of it; a class that nobody knows has no threshold
        assert figure["threshold"] or (figure["verdict"], figure.get("why")) in (
            (None, None), ("not_applicable", "no_class"), ("not_applicable", "quota_per_zone")), figure
        assert figure["missing"] is None or figure["verdict"] in VERDICTS[1:4]
        figure["missing"] is None or value_of(figure["unit"], figure["missing"])
        assert all(sorted(out) in (["project", "why"], ["project", "sums", "why"]) for out in figure["excluded"])
        assert all(list(told) == ["project", "why"] for told in figure["listed"])


def answers():
    for log in (["--events", events], ["--store", store]):
        for asked in (["--year", 2018], ["--period", "whole"], ["--year", 2019, "--plan", plan]):
            shape(json.loads(answered(*log, *asked, "--members")), has_members=True)
            shape(json.loads(answered(*log, *asked)), has_members=False)
    # the only log of a store need not be named
    whole = answered("--events", events, "--year", 2018)
    assert answered("--store", store, "--year", 2018) == whole
    # a policy adds whom it finds, at the dates of the figures
    found = json.loads(answered("--events", events, "--year", 2018, "--policy", policy))
    assert list(found)[5:] == ["zombie_candidates", "overdue_duties"]
    assert {key: found[key] for key in list(found)[:5]} == json.loads(whole)
    for row in found["zombie_candidates"] + found["overdue_duties"]:
        assert {"project", "name", "zone", "days"} <= set(row), row
    for language, words in (("en", "Duties overdue since the signing"), ("zh", "签约后逾期未落实的责任")):
        assert words in answered("--events", events, "--year", 2018, "--policy", policy, "--table", language)
    # a year of which nothing is recorded is a question like any other: it has nobody to count
    empty = json.loads(answered("--events", events, "--year", 1949, "--zone", "all"))
    shape(empty, has_members=False)
    judged = [figure for figure in empty["figures"] if figure["threshold"] and figure["denominator"]]
    assert judged and all(figure["why"] == "empty_denominator" for figure in judged)
    for language, words in (("en", "not applicable"), ("zh", "不适用")):
        assert words in answered("--events", events, "--year", 1949, "--zone", "all", "--table", language).lower()


def refusals(folder):
    year = ("--year", 2018)
    lines = Path(events).read_bytes().splitlines(keepends=True)

    def file(name, content):
        (folder / name).write_bytes(content)
        return folder / name

    # the log
    refused(["none.jsonl"], "--events", folder / "none.jsonl", *year)
    cut = file("cut.jsonl", b"".join(lines)[:-1])
    refused([str(cut), f"line {len(lines)}", "cut short"], "--events", cut, *year)
    refused(["line 3"], "--events", file("odd.jsonl", b"".join(lines[:2]) + b"{}\n"), *year)
    planned = next(at for at, line in enumerate(lines) if b'"verb":"plan"' in line)
    gap = file("gap.jsonl", b"".join(lines[:planned] + lines[planned + 1:]))
    refused(["record"], "--events", gap, *year)
    refused(["nothing is known", "there is no record"], "--events", file("empty.jsonl", b""), *year)
    sample = ["--csv", root / "examples/data/shenyang-sample.csv", "--mapping",
              root / "examples/data/shenyang-sample.toml", "--recorded-at", "2025-04-01T00:00:00Z"]
    two = folder / "two.db"
    shutil.copy(store, two)
    for into in ([], ["--store", two]):
        command = [import_ledger, *sample, "--out", folder / "out", *into]
        subprocess.run(command, check=True, capture_output=True)
        if not into:
            other = (folder / "out" / "events.jsonl").read_bytes()
    both = file("both.jsonl", b"".join(lines) + other)
    refused([str(both), f"line {len(lines) + 1} cannot be taken in", "of the log urn:example:shenyang-sample"], "--events", both, *year)
    refused([str(two), "several logs", "--log", "urn:example:shenyang-sample"], "--store", two, *year)
    shape(json.loads(answered("--store", two, "--log", "urn:example:shenyang-sample", *year)), has_members=False)
    refused(["urn:example:none"], "--store", two, "--log", "urn:example:none", *year)
    refused(["is not a store"], "--store", file("other.db", b"another program's file. " * 50), *year)
    # the plan
    bad = file("bad.toml", Path(plan).read_text("utf-8").replace("stood_in", "stood").encode())
    refused([str(bad), "/indicators/0/form", "stood"], "--events", events, "--plan", bad, *year)
    refused([str(bad), "line 1"], "--events", events, "--plan", file("bad.toml", b"id ="), *year)
    refused([str(folder / "none.toml")], "--events", events, "--plan", folder / "none.toml", *year)
    # the policy
    bad = file("bad.toml", Path(policy).read_text("utf-8").replace("duty_days", "duty_day").encode())
    refused([str(bad), "line 15", "duty_day"], "--events", events, "--policy", bad, *year)
    refused([str(folder / "none.toml")], "--events", events, "--policy", folder / "none.toml", *year)
    # the question
    refused(["`nowhere` is no zone", "known are"], "--events", events, "--zone", "nowhere", *year)
    refused(["nothing is known at 1949", "the first record"], "--events", events, "--known-at", "1949-10-01T00:00:00Z", *year)
    refused(["the year 10000"], "--events", events, "--year", 10_000)
    refused(["--year Y, or --period whole"], "--events", events)
    refused(["--events FILE, or --store FILE"], *year)
    refused(["--colour"], "--events", events, *year, "--colour", "red")


with tempfile.TemporaryDirectory() as scratch:
    answers()
    refusals(Path(scratch))
print("indicators: the document has its form, and every question that has no answer gets one line")
