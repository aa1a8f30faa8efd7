#!/usr/bin/env python3
"""Damages a log in PostgreSQL as its owner can, and runs the example `verify` on it: verify_database.py VERIFY URL. The database is
not what it was afterwards."""
import json
import pathlib
import subprocess
import sys
import tempfile

program, database = sys.argv[1:]


def psql(sql):
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", database], input=sql, capture_output=True, text=True)
    assert done.returncode == 0, f"{sql}: {done.stderr}"
    return done.stdout.strip()


def unseen(table, sql):
    """What an owner can do: the triggers stand as before."""
    psql(f"ALTER TABLE {table} DISABLE TRIGGER USER; {sql}; ALTER TABLE {table} ENABLE TRIGGER USER;")


def said(expected, code):
    """What it says, and no head is kept of what is not well."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = pathlib.Path(scratch) / "head"
        done = subprocess.run([program, "--database", database, "--keep", kept], capture_output=True, text=True)
        answer = json.loads(done.stdout) if done.stdout else {}
        assert (answer.get("result"), done.returncode) == (expected, code), f"{answer} {done}"
        assert kept.exists() == (code == 0), answer
    return answer


well = said("self_consistent", 0)
assert well["store_faults"] == {"count": 0, "first": []}, well

# a project is on the list no more, and the head says another time than the last line
first = psql("SELECT min(project) FROM lifecycle.current")
unseen("lifecycle.current", f"DELETE FROM lifecycle.current WHERE project = '{first}'")
answer = said("contradicts_lines", 1)
text = f"project {first} has events, and is not listed"
assert answer["store_faults"] == {"count": 1, "first": [{"code": "not_listed", "text": text}]}, answer
assert (answer["reason"], answer["root"]) == (text, well["root"]), answer

unseen("lifecycle.log", "UPDATE lifecycle.log SET recorded = '2001-01-01T00:00:00.000000Z'")
answer = said("contradicts_head", 1)
assert answer["reason"] == "the store's head has another root, last leaf or time than its lines lead to", answer
assert answer["store_faults"]["count"] == 2, answer
print("the example verify does what it says of a database: 3 runs")
