"""Which types and traits of other crates does the public API name?

Usage: tests/interop/foreign.py RUSTDOC.json LIST

A change of version of a crate that stands here is a change of version of ours. So what the documentation names is compared
with a list kept by hand: it fails if a name is missing there, and if one stands there that is no longer named. The
standard library is not listed.
"""
import json
import sys

STANDARD = {"alloc", "core", "std"}


def paths(value):
    """Every path to a type or a trait within a signature: its id, and its name as it is written."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), int) and isinstance(value.get("path"), str):
            yield value["id"], value["path"]
        if isinstance(value.get("id"), int) and isinstance(value.get("source"), str):  # `pub use`
            yield value["id"], value["source"]
        for inner in value.values():
            yield from paths(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner)


def foreign(documentation):
    """The full names of foreign items, each with one of our items that names it."""
    named = {}
    for item in documentation["index"].values():
        if item["crate_id"] != 0 or item["visibility"] not in ("public", "default"):
            continue
        implementation = item["inner"].get("impl", {})
        # what every type has is not ours
        if implementation.get("is_synthetic") or implementation.get("blanket_impl"):
            continue
        for identifier, written in paths(item["inner"]):
            at = documentation["paths"].get(str(identifier))
            if at is None:
                # an associated type or a private item has no page of its own
                if str(identifier) not in documentation["index"]:
                    named.setdefault(f"? {written}", item)
                continue
            crate = documentation["external_crates"].get(str(at["crate_id"]), {}).get("name")
            if crate is not None and crate not in STANDARD:
                named.setdefault("::".join(at["path"]), item)
    return named


def where(item):
    span = item["span"]
    return f"{span['filename']}:{span['begin'][0]}" if span else item["name"] or "an implementation"


def main():
    documentation, kept = sys.argv[1:]
    with open(documentation, encoding="utf-8") as file:
        named = foreign(json.load(file))
    with open(kept, encoding="utf-8") as file:
        listed = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    for name in sorted(named.keys() - listed):
        print(f"the public API names {name} ({where(named[name])}), which {kept} does not list")
    for name in sorted(listed - named.keys()):
        print(f"{kept} lists {name}, which the public API does not name")
    print(f"the public API names {len(named)} types and traits of other crates")
    sys.exit(named.keys() != listed)


main()
