#!/usr/bin/env python3
"""Runs the example `verify` on files and on a store: verify_example.py VERIFY LOG.jsonl STORE.db"""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

program, log_file, store_file = sys.argv[1:]
LOG = pathlib.Path(log_file).read_bytes()
LINES = LOG.splitlines(keepends=True)
HALF = len(LINES) // 2
scratch = pathlib.Path(tempfile.mkdtemp())
checks = 0


def ran(*arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)


def said(expected, code, *arguments, **members):
    """What it says, which must be of that result and code and have these members."""
    global checks
    done = ran(*arguments)
    answer = json.loads(done.stdout) if done.stdout else {}
    found = (answer.get("result"), done.returncode, {name: answer.get(name) for name in members})
    assert found == (expected, code, members), f"{arguments}: {found}, not {(expected, code, members)}\n{done.stderr}"
    checks += 1
    return answer


def refused(words, *arguments):
    """It does not look at the log, and says why."""
    global checks
    done = ran(*arguments)
    assert done.returncode == 2 and not done.stdout and words in done.stderr, f"{arguments}: {done}"
    checks += 1


def file(name, *parts):
    path = scratch / name
    path.write_bytes(b"".join(parts))
    return path


whole, first = file("whole.jsonl", LOG), file("first.jsonl", *LINES[:HALF])
head, checkpoint = scratch / "head", scratch / "checkpoint"
SIZE = len(LINES)

# the head with its peaks, and going on from it
now = said("self_consistent", 0, whole, "--checkpoint-out", checkpoint, events=SIZE, since=None, looked_at=SIZE)
said("self_consistent", 0, first, "--keep", head, events=HALF)
text = head.read_text()
assert text.endswith(f"bytes {len(b''.join(LINES[:HALF]))}\n") and "\npeak " in text, text
said("self_consistent", 0, whole, "--since", head, events=SIZE, root=now["root"], since=HALF, looked_at=SIZE - HALF)
said("self_consistent", 0, first, "--since", head, events=HALF, looked_at=0)
said("consistent_with_checkpoint", 0, whole, "--since", head, "--checkpoint", checkpoint, looked_at=SIZE - HALF)
# the head is read as its own checkpoint, and is of the same root
said("consistent_with_checkpoint", 0, whole, "--since", head, "--checkpoint", head)
earlier = scratch / "earlier"
said("self_consistent", 0, file("few.jsonl", *LINES[:2]), "--checkpoint-out", earlier)
reason = f"the checkpoint is of 2 records, but the log was verified from record {HALF} on: verify all of it"
said("contradicts_checkpoint", 1, whole, "--since", head, "--checkpoint", earlier, reason=reason)
# without the place in the file the lines are passed over
bare = file("bare", "".join(text.splitlines(True)[:-1]).encode())
said("self_consistent", 0, whole, "--since", bare, root=now["root"], looked_at=SIZE - HALF)
# from head to head
said("self_consistent", 0, whole, "--since", head, "--keep", scratch / "later", looked_at=SIZE - HALF)
said("self_consistent", 0, whole, "--since", scratch / "later", root=now["root"], looked_at=0)
assert (scratch / "later").read_text().endswith(f"bytes {len(LOG)}\n")

# what stands before the head is not looked at, and that is told
blank = [b"x" * (len(line) - 1) + b"\n" for line in LINES[: HALF - 1]]
changed = file("before.jsonl", *blank, *LINES[HALF - 1 :])
said("self_consistent", 0, changed, "--since", head, since=HALF, looked_at=SIZE - HALF)
said("not_self_consistent", 1, changed, first_bad_line=1, since=None)
# but the last line that the head knows is, and where it stands
moved = "the line at the place where the head was kept is not its last"
for name, parts in {
    "last.jsonl": [*LINES[: HALF - 1], b"x" * (len(LINES[HALF - 1]) - 1) + b"\n", *LINES[HALF:]],
    "shifted.jsonl": [b"\n", LOG],
    "cut.jsonl": [*LINES[: HALF - 1]],
    "empty.jsonl": [],
}.items():
    for kept in (head, bare):
        answer = said("contradicts_head", 1, file(name, *parts), "--since", kept)
        assert answer["reason"].startswith(moved), answer
# and all that is new
bad = [b"garbage\n"]
answer = said(
    "not_self_consistent", 1, file("new.jsonl", *LINES[: HALF + 1], *bad, *LINES[HALF + 1 :]), "--since", head,
    "--keep", scratch / "never", "--checkpoint", checkpoint, first_bad_line=HALF + 2, contradictions=1, since=HALF,
)  # fmt: skip
assert not (scratch / "never").exists()
assert answer["found"] == {"events": SIZE, "root": now["root"], "checkpoint": "consistent"}, answer

# all that is wrong, with its places
twice = [*LINES[:3], *bad, *LINES[3:6], *bad, *LINES[7:]]
answer = said("not_self_consistent", 1, file("twice.jsonl", *twice), "--checkpoint", checkpoint, events=None, contradictions=3)
assert [(fault["line"], fault["code"]) for fault in answer["faults"]] == [(4, "record"), (8, "record"), (9, "predecessor")], answer
assert answer["found"]["checkpoint"].startswith("the root of the first"), answer

# line ends and marks of other programs
returned = file("returned.jsonl", LOG.replace(b"\n", b"\r\n"))
answer = said("not_self_consistent", 1, returned, "--checkpoint", checkpoint, first_bad_line=1, contradictions=1)
assert "CR LF" in answer["reason"] and answer["found"]["checkpoint"] == "consistent", answer
marked = file("marked.jsonl", b"\xef\xbb\xbf", LOG)
assert "byte order mark" in said("not_self_consistent", 1, marked, first_bad_line=1, contradictions=1)["reason"]
wide = file("wide.jsonl", LOG.decode().encode("utf-16"))
assert "UTF-16" in said("not_self_consistent", 1, wide, first_bad_line=1)["reason"]
kept = checkpoint.read_text()
refused("CR LF", whole, "--checkpoint", file("returned", kept.replace("\n", "\r\n").encode()))
refused("byte order mark", whole, "--checkpoint", file("marked", b"\xef\xbb\xbf", kept.encode()))
refused("UTF-16", whole, "--checkpoint", file("wide", kept.encode("utf-16")))
refused("CR LF", whole, "--since", file("returned", text.replace("\n", "\r\n").encode()))
refused("three lines", whole, "--since", file("none", b""))
refused("`recorded ` was due", whole, "--since", file("cut", text[: text.index("recorded")].encode()))
refused("`007` is no number of bytes", whole, "--since", file("odd", bare.read_bytes(), b"bytes 007\n"))
# its root is another log's
forged = text.replace(text.splitlines()[2], kept.splitlines()[2], 1)
refused("the head was changed", whole, "--since", file("forged", forged.encode()))

# how it is asked
help_text = ran("--help")
assert help_text.returncode == 0 and "Ends with 0" in help_text.stdout
refused("--help", "--unknown")
refused("--help")
refused("--help", whole, "--store", store_file)
refused("belong together", whole, "--prove", 3)
refused("not --since", whole, "--since", head, "--prove", 3, "--proof-out", scratch / "proof")
refused("nowhere", scratch / "nowhere")

# a store
answer = said("self_consistent", 0, "--store", store_file, "--keep", scratch / "stored")
events = answer["events"]
assert answer["looked_at"] == events and "bytes" not in (scratch / "stored").read_text()
said("self_consistent", 0, "--store", store_file, "--since", scratch / "stored", looked_at=0, root=answer["root"])
assert answer["store_faults"] == {"count": 0, "first": []} and answer["quarantined"] == 0, answer
[source] = sqlite3.connect(store_file).execute("SELECT source FROM log").fetchone()
said("self_consistent", 0, "--store", store_file, "--log", source, root=answer["root"])
refused("", "--store", store_file, "--log", "urn:example:log:none")
changed = scratch / "changed.db"
shutil.copy(store_file, changed)


def rewrite(statement):
    """What an owner of the file can do: the triggers stand as before."""
    client = sqlite3.connect(changed)
    triggers = client.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        client.execute(f"DROP TRIGGER {name}")
    client.execute(statement)
    for _, sql in triggers:
        client.execute(sql)
    client.commit()
    client.close()


rewrite("DELETE FROM current WHERE project = (SELECT min(project) FROM current)")
answer = said("contradicts_lines", 1, "--store", changed, "--keep", scratch / "never", events=events)
assert answer["store_faults"]["count"] == 1 and answer["store_faults"]["first"][0]["code"] == "not_listed", answer
assert answer["reason"].endswith("has events, and is not listed"), answer
rewrite("UPDATE log SET peaks = zeroblob(length(peaks))")
answer = said("contradicts_head", 1, "--store", changed, "--keep", scratch / "never")
assert answer["reason"] == "the store's head has another root, last leaf or time than its lines lead to", answer
rewrite("UPDATE event SET body = replace(body, '{\"authid\":\"', '{\"authid\":\"x') WHERE sequence = 3")
said("not_self_consistent", 1, "--store", changed, first_bad_line=4, contradictions=1)
assert not (scratch / "never").exists()

shutil.rmtree(scratch)
print(f"the example verify does what it says: {checks} runs")
