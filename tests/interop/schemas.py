"""Holds cases to schemas by check-jsonschema.

Usage: schemas.py (command_line|engine) SCHEMAS CASES.jsonl; ends with 0 only if every case comes out as it says.

The command line takes every record, and each kind of mutant once for each type of event; it holds the schemas to their metaschema
too. The engine, the library `jsonschema` within it, takes every case, which is minutes of work.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from jsonschema import Draft202012Validator, FormatChecker

CLI = str(pathlib.Path(sys.executable).with_name("check-jsonschema"))
AT_ONCE = 500


def read(folder):
    """The files of the English schemas, by their ids."""
    files = sorted((folder / "en").rglob("*.json"))
    return {json.loads(file.read_text(encoding="utf-8"))["$id"]: file for file in files}


def engine(schemas, cases):
    """What comes out wrong by the library."""
    validators = {
        name: Draft202012Validator(json.loads(file.read_text(encoding="utf-8")), format_checker=FormatChecker())
        for name, file in schemas.items()
    }
    return [case["what"] for case in cases if validators[case["schema"]].is_valid(case["instance"]) == case["refused"]]


def command_line(schemas, cases):
    """What comes out wrong by the command line, which is started for some cases of one schema at a time."""
    chunks, wrong = {}, []
    for case in cases:
        of_schema = chunks.setdefault(case["schema"], [[]])
        if len(of_schema[-1]) == AT_ONCE:
            of_schema.append([])
        of_schema[-1].append(case)
    with ThreadPoolExecutor(max_workers=2) as pool:
        started = [pool.submit(start, schemas[name], chunk) for name, of_schema in chunks.items() for chunk in of_schema]
        for found in started:
            wrong += found.result()
    return wrong


def start(schema, cases):
    with tempfile.TemporaryDirectory() as folder:
        names = [str(pathlib.Path(folder, f"{number}.json")) for number in range(len(cases))]
        for name, case in zip(names, cases):
            pathlib.Path(name).write_text(json.dumps(case["instance"]), encoding="utf-8")
        command = [CLI, "--output-format", "json", "--schemafile", str(schema), *names]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        said = json.loads(answer.stdout)
    except ValueError:
        return [f"{schema}: {answer.stdout}{answer.stderr}"]
    if said.get("parse_errors") or answer.returncode not in (0, 1):
        return [f"{schema}: {said}"]
    failed = {error["filename"] for error in said["errors"]}
    return [case["what"] for name, case in zip(names, cases) if (name in failed) != case["refused"]]


def main():
    tool, folder, path = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    schemas, wrong, counts = read(folder), [], {False: 0, True: 0}

    def cases():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                if case["schema"] not in schemas:
                    wrong.append(f"{case['what']}: there is no schema {case['schema']}")
                elif tool == "engine" or case["first"] or not case["refused"]:
                    counts[case["refused"]] += 1
                    yield case

    if tool == "command_line":
        files = sorted(folder.rglob("*.json"))
        subprocess.run([CLI, "--quiet", "--check-metaschema", *map(str, files)], check=True)
        print(f"check-jsonschema: {len(files)} schemas are right by the metaschema")
    wrong += {"engine": engine, "command_line": command_line}[tool](schemas, cases())
    name = f"check-jsonschema, {tool.replace('_', ' ')}"
    for what in wrong[:20]:
        print(what, file=sys.stderr)
    if wrong:
        sys.exit(f"{name}: {len(wrong)} cases came out wrong")
    print(f"{name}: {counts[False]} parts of records accepted, {counts[True]} mutants refused")


main()
