#!/usr/bin/env python3
"""Holds the crate's figures of a log against the second computation's: every year that the log tells of, or those from one
year to another, and the whole plan.

    same_figures.py INDICATORS LOG.jsonl [FROM TO]

INDICATORS is the crate's example. Prints how many figures agreed; ends with 1 at the first document that differs.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

program, log, *bounds = sys.argv[1:]
second = Path(__file__).with_name("indicators.py")

if bounds:
    years = {int(year) for year in bounds}
else:
    with open(log, encoding="utf-8") as lines:
        years = {int(year) for line in lines for year in re.findall(r'"effective_on":"(\d{4})-', line)}
asked = [{"year": year, "members": True} for year in range(min(years), max(years) + 1)]
asked.append({"period": "whole", "members": True})
theirs = subprocess.run([sys.executable, second, log, "--questions", "-"], check=True, capture_output=True, text=True,
                        input="".join(json.dumps(question) + "\n" for question in asked)).stdout.splitlines()
agreed = 0
for question, line in zip(asked, theirs, strict=True):
    period = ["--year", str(question["year"])] if "year" in question else ["--period", "whole"]
    said = subprocess.run([program, "--events", log, "--members", *period], check=True, capture_output=True, text=True)
    our, their = json.loads(said.stdout), json.loads(line)
    our["plan"]["digest"] = None
    if our != their:
        for one, other in zip(our["figures"], their["figures"]):
            if one != other:
                print(f"{question}: the crate says {json.dumps(one)[:2000]}\nthe second says {json.dumps(other)[:2000]}")
                break
        sys.exit(f"{question}: the documents differ")
    agreed += len(our["figures"])
print(f"{agreed} figures of {len(asked)} periods agree")
