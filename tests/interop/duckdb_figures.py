#!/usr/bin/env python3
"""Holds the crate's cohort figures of logs against DuckDB's: of every year that a log tells of, as of its end and of its
middle, by zone and for the city, with their members.

    duckdb_figures.py INDICATORS LOG.jsonl...

INDICATORS is the crate's example. A third computation: tables of the steps that stand, which a client could export, and
SQL over them. The log is read as the second computation reads it (`indicators_history.py`). Figures: signing_conversion
with the bases promotion_stock, opening_stock, year_inflow and period_ratio, and same_year_start.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from indicators_history import STOCK, History, Log, civil_day

PARTS = ("denominator", "gross", "net", "excluded")

TABLES = {
    # what stands, in order; a step's date is inferred if the act may have been earlier
    "steps": "project VARCHAR, seq INTEGER, verb VARCHAR, \"from\" VARCHAR, \"to\" VARCHAR, stalled_at VARCHAR, "
             "\"on\" DATE, inferred BOOLEAN, duplicate BOOLEAN",
    # which zone hosts a project since when
    "hosts": "project VARCHAR, zone VARCHAR, since DATE, version INTEGER",
    # the parts of other projects that were split before they came into the stock
    "splits": "project VARCHAR, \"on\" DATE",
    # the periods that are asked about
    "asked": "year INTEGER, opening DATE, first DATE, as_of DATE",
}

FIGURES = """
WITH
-- the first of each act, and the first entry into the stock, whenever dated
firsts AS (
  SELECT project,
         min(seq) FILTER (verb = 'sign') AS signing,
         min("on") FILTER (verb = 'sign') AS signed_on,
         min("on") FILTER (verb = 'start') AS started_on,
         min("on") FILTER (verb IN ('admit', 'engage')) AS came_on,
         min("on") FILTER ("to" IN ('reserve', 'negotiating')) AS entered_on,
         coalesce(arg_min(inferred, seq) FILTER (verb = 'sign'), false) AS signing_inferred,
         coalesce(arg_min(inferred, seq) FILTER (verb = 'start'), false) AS start_inferred
  FROM steps GROUP BY project
),
-- of each project in each period, what is dated by the as-of day
seen AS (
  SELECT year, as_of, first, project,
         arg_max("to", seq) FILTER ("on" <= opening) AS stood_in,
         bool_or("to" IN ('reserve', 'negotiating') AND "on" >= first) AS entered,
         bool_or("to" IN ('reserve', 'negotiating') AND inferred) AS entry_inferred,
         arg_max(duplicate, seq) AS duplicate,
         max(seq) FILTER (verb IN ('reopen_talks', 'terminate', 'close')
                          AND ("from" = 'signed' OR ("from" = 'zombie' AND stalled_at = 'signed'))) AS last_undoing
  FROM asked JOIN steps ON "on" <= as_of GROUP BY ALL
),
hosted AS (
  SELECT year, as_of, project, arg_max(zone, (since, version)) AS zone
  FROM asked JOIN hosts ON since <= as_of GROUP BY ALL
),
looked AS (
  SELECT seen.*, zone,
         signed_on BETWEEN first AND as_of AS signed,
         coalesce(last_undoing > signing, false) AS undone,
         started_on BETWEEN first AND as_of AS started,
         came_on BETWEEN first AND as_of AS came,
         entered_on BETWEEN first AND as_of AS entered_first,
         entry_inferred OR signing_inferred AS conversion_inferred,
         signing_inferred OR start_inferred AS start_doubted,
         duplicate OR EXISTS (FROM splits WHERE splits.project = seen.project AND splits."on" <= as_of) AS out
  FROM seen JOIN firsts USING (project) JOIN hosted USING (year, as_of, project)
),
told AS (
  SELECT *, 'signing_conversion' AS indicator, 'opening_stock' AS basis,
         stood_in IN ('reserve', 'negotiating') AS there, there AND signed AS done, undone AS lost,
         conversion_inferred AS doubted FROM looked
  UNION ALL BY NAME
  SELECT *, 'signing_conversion' AS indicator, 'promotion_stock' AS basis,
         entered OR coalesce(stood_in IN ('reserve', 'negotiating'), false) AS there, there AND signed AS done,
         undone AS lost, conversion_inferred AS doubted FROM looked
  UNION ALL BY NAME
  SELECT *, 'signing_conversion' AS indicator, 'year_inflow' AS basis, entered_first AS there,
         there AND signed AS done, undone AS lost, conversion_inferred AS doubted FROM looked
  UNION ALL BY NAME
  SELECT *, 'signing_conversion' AS indicator, 'period_ratio' AS basis, came AS there, signed AS done,
         undone AS lost, conversion_inferred AS doubted FROM looked
  UNION ALL BY NAME
  SELECT *, 'same_year_start' AS indicator, NULL AS basis, signed AS there, there AND started AS done,
         false AS lost, start_doubted AS doubted FROM looked
)
SELECT year, as_of, indicator, basis, zone,
       list(project ORDER BY project) FILTER (there AND NOT out AND NOT doubted) AS denominator,
       list(project ORDER BY project) FILTER (done AND NOT out AND NOT doubted) AS gross,
       list(project ORDER BY project) FILTER (done AND NOT out AND NOT doubted AND NOT lost) AS net,
       list(project ORDER BY project) FILTER ((there OR done) AND (out OR doubted)) AS excluded
FROM told GROUP BY GROUPING SETS ((year, as_of, indicator, basis, zone), (year, as_of, indicator, basis))
"""


def tables(log):
    """The rows of each table, as known at the end of the log."""
    rows = {"steps": [], "hosts": [], "splits": []}
    for project in (stream.known(log.last) for stream in log.projects):
        assert isinstance(project, History)
        for step in project.steps:
            is_duplicate = step.verb == "close" and step.outcome == "duplicate" and bool(step.survivor)
            rows["steps"].append((project.id, step.version, step.verb, step.source, step.to, step.stalled_at, step.on,
                                  step.doubtful, is_duplicate))
        rows["hosts"].append((project.id, project.profile["zone"], "0001-01-01", 0))
        entry = project.entry(STOCK)
        for fact in project.facts:
            if fact.kind == "relocated":
                rows["hosts"].append((project.id, fact.after["to_zone"], fact.on, fact.version))
            is_split = fact.kind == "linked" and fact.after["kind"] == "split_from"
            if is_split and (entry is None or fact.version < entry.version):
                rows["splits"].append((project.id, fact.on))
    years = sorted({int(step[6][:4]) for step in rows["steps"]})
    today = civil_day(log.last)
    days = [(year, day) for year in range(years[0], years[-1] + 1) for day in (f"{year:04}-06-30", f"{year:04}-12-31")]
    rows["asked"] = [(year, f"{year - 1:04}-12-31", f"{year:04}-01-01", day) for year, day in days if day <= today]
    return rows


def answers(rows, folder):
    """What DuckDB says: by year, day, indicator, basis and zone the members of each part."""
    database = duckdb.connect()
    for name, columns in TABLES.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows[name])
        database.execute(f"CREATE TABLE {name} ({columns})")
        database.execute(f"COPY {name} FROM '{folder / name}.csv' (AUTO_DETECT false, DELIMITER ',', QUOTE '\"')")
    said = {}
    for year, as_of, indicator, basis, zone, *parts in database.execute(FIGURES).fetchall():
        said[year, str(as_of), indicator, basis, zone or "all"] = [part or [] for part in parts]
    return said


def ours(program, log, year, as_of):
    """What the crate says of the same figures, by indicator, basis and zone."""
    command = [program, "--events", log, "--members", "--year", str(year), "--as-of", as_of]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["figures"]
    for figure in figures:
        name = (figure["indicator"], figure["basis"])
        is_asked = name[1] in ("promotion_stock", "opening_stock", "year_inflow", "period_ratio")
        if (is_asked or name[0] == "same_year_start") and not figure["zone"].startswith("class:"):
            members = [figure[part]["members"] for part in PARTS[:3]]
            yield (*name, figure["zone"]), [*members, [out["project"] for out in figure["excluded"]]]


def main(program, *logs):
    agreed = members = 0
    for path in logs:
        with open(path, encoding="utf-8", newline="\n") as lines:
            rows = tables(Log(lines))
        with tempfile.TemporaryDirectory() as folder:
            theirs = answers(rows, Path(folder))
        for year, _, _, as_of in rows["asked"]:
            for key, parts in ours(program, path, year, as_of):
                their = theirs.pop((year, as_of, *key), [[], [], [], []])
                for part, one, other in zip(PARTS, parts, their, strict=True):
                    if one != other:
                        sys.exit(f"{path}: {year}, as of {as_of}, {key}, {part}: the crate alone has "
                                 f"{sorted({*one} - {*other})}, DuckDB alone {sorted({*other} - {*one})}")
                agreed += 1
                members += len(parts[0])
        told = {key: parts for key, parts in theirs.items() if any(parts)}
        if told:
            sys.exit(f"{path}: the crate does not tell of {list(told)[:5]}")
    print(f"DuckDB agrees: {agreed} figures of {len(logs)} logs, {members} members of denominators")


if __name__ == "__main__":
    main(*sys.argv[1:])
