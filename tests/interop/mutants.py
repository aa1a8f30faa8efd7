"""Cases for the schemas, from logs: every record as it stands, and every record with one thing wrong.

Usage: mutants.py LOG.jsonl... >cases.jsonl

A case is one line: `schema` (an `$id`), `instance`, `refused` (whether it must be), `what` (what was done to it), and
`first` (whether it is the first to which that was done, among the events of its type). Which members may be absent is
written down here by hand and is not asked of the schemas: all others are removed one by one.
"""

import copy
import json
import re
import sys

PREFIX = "urn:project-lifecycle:schema:"

# Members that a record may lack, by their path in it. `*` stands for a place in an array.
OPTIONAL = re.compile(
    "|".join(
        [
            r"causationid|correlationid",
            r"data\.by(\.organisation|\.roles|\.zone)?",
            # a paper's particulars, wherever one stands
            r"data\.(?!policy\.).*\.(dated|digest|number|valid_until)",
            r"data\.profile\.(category|industry|investor|total_investment)",
            r"data\.provenance\.(column|disputed|encoding|unused)|data\.host",
            r"data\.(after|before)\.(category|grounds|industry|investor|kind|name|paper|total_investment)~amended",
            r"data\.after\.(leading|special|theme_parks)~registered",
            r"data\.(after|before)\.(hosts|leading|special|theme_parks)~amended",
            r"data\.(after|before)\.(agreed_production|agreed_start|investor|promises|total_investment)~agreement_amended",
            r"data\.(after|before)\.(company_code|company_name|registered_capital)~company_changed",
            r"data\.(after|before)\.site_kind~site_changed",
            r"data\.after\.share_terms~relocated",
            r"data\.after\.uniqueness_claim~client_joined",
            r"data\.(after|before)\.(expected_until|remark)",
            r"data\.(after|before)\.paper~(linked|milestone_reached)",
            r"data\.provenance~(planned|corrected|amended)",
            r"data\.effective_on~transition_refused",
            r"data\.evidence\.promises~(signed|corrected)",
            r"data\.evidence\.uniqueness_claim~(engaged|corrected)",
            r"data\.evidence\.(project_code|registered_capital)~(registered|corrected)",
            r"data\.evidence\.(land_planning_permit|works_planning_permit|construction_permit)~(started|corrected)",
            r"data\.evidence\.small_works~(started|corrected)",
            r"data\.evidence\.partial~(commissioned|corrected)",
            r"data\.evidence\.running_since~(operating|corrected)",
            r"data\.evidence\.dossier~(sent_back|broken_off|talks_reopened|terminated|corrected)",
            r"data\.evidence\.acceptance_paper~(stalled|corrected)",
            r"data\.evidence\.(solution|resumed_on|way|way_name|aim|new_investor)~(revived|corrected)",
            r"data\.evidence\.(closing_paper|liquidation_grounds|parcel|land_decision|survivor|successor)~(closed|corrected)",
        ]
    )
)

# Members that hold any text, and those that hold any but a blank one or one with U+0000; all other strings are codes, ids,
# numbers or short texts, and have no white space at an end.
ANY_TEXT = re.compile(
    r"data\.reasons\..*\.(field|found|why)|data\.reasons\..*\.options\.\*\.(code|en|zh)"
)
NO_BLANK = re.compile(
    r"data\.provenance\.(column|disputed|file)|data\.provenance\.unused\.\*\.(column|value)"
    r"|data\.(authority|grounds)|data\.profile\.name|data\.after\.(name|explanation|remark|description|grounds|company_name|site|share_terms|promises\.\*\.promise)"
    r"|data\.(after|before)\.theme_parks\.\*"
    r"|data\.before\.(name|explanation|remark|description|company_name|site|promises\.\*\.promise)|data\..*\.(name|issuer|basis|authority)"
    r"|data\.evidence\.(ground|explanation|domicile|company_name|parcel|successor|parties\.\*)"
    r"|data\.evidence\.(promises\.\*\.promise|project_code\.none\.reason)|data\.reasons\..*\.(en|zh)"
)

# Members that may be null; in all other places null is another type.
NULLABLE = re.compile(
    r"data\.before|data\.from~transition_refused"
    r"|data\.reasons\.\*\.parameters\.(earlier|later|from|to|gate)|data\.reasons\.\*\.lift\.parameters\.(earliest|latest)"
)

# Texts in which there is nothing to see: white space, a zero-width space, tags of which U+E0041 is one.
BLANK = ["\u3000", "\u200b", "\U000e0041"]

OTHER = {str: 7, bool: "true", int: "7", float: "7", list: {}, dict: [], type(None): 7}


def is_among(pattern, path, event):
    """Whether a list has the path, in all types of events or in this one (`path~event`)."""
    return bool(pattern.fullmatch(path) or pattern.fullmatch(f"{path}~{event}"))


def walk(node, path=(), names=()):
    """Every place within: how to reach it, and what it is called."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        here, called = (*path, key), (*names, key if isinstance(key, str) else "*")
        yield here, called, value
        yield from walk(value, here, called)


def changed(record, path, change):
    """A copy with one place changed; `change` gets the place's container and its key there."""
    copied = copy.deepcopy(record)
    place = copied
    for key in path[:-1]:
        place = place[key]
    change(place, path[-1])
    return copied


def put(value):
    def change(place, key):
        place[key] = value

    return change


def remove(place, key):
    del place[key]


def mutants(record):
    """Everything wrong that is done to a record, one thing at a time."""
    event = record["type"].split(".")[2]
    for path, called, value in walk(record):
        name = ".".join(called)
        # whatever stands in it is the host's
        if name.startswith("data.host."):
            continue
        if isinstance(path[-1], str) and not is_among(OPTIONAL, name, event):
            yield f"`{name}` removed", path, changed(record, path, remove)
        yield f"`{name}` of another type", path, changed(record, path, put(OTHER[type(value)]))
        if value is not None and not is_among(NULLABLE, name, event):
            yield f"`{name}` null", path, changed(record, path, put(None))
        if isinstance(value, str) and not ANY_TEXT.fullmatch(name):
            others = BLANK if NO_BLANK.fullmatch(name) else [value + " ", value + "\n"]
            for other in [*others, value + "\0"]:
                yield f"`{name}` of another form, {other[-1]!a}", path, changed(record, path, put(other))
        if isinstance(value, dict) and name != "data.host":
            yield f"unknown member in `{name}`", (*path, "x"), changed(record, (*path, "unknown"), put("x"))
    yield "unknown attribute", ("x",), changed(record, ("unknown",), put("x"))
    yield from outlaws(record, event)


def outlaws(record, event):
    """Steps that the law does not have."""
    data = record["data"]
    if "from" not in data or event in ("planned", "transition_refused"):
        return
    of = lambda name, value: (f"`data.{name}` is {value}", ("data", name), changed(record, ("data", name), put(value)))
    if "verb" not in data or data["verb"] == "redate":
        yield of("to", "reserve" if data["from"] == "planned" else "planned")
    elif data["verb"] != "void":
        yield of("from", "closed")
    if "verb" in data:
        yield of("verb", "admit" if data["verb"] != "admit" else "sign")
    if "stalled_at" not in data:
        yield of("stalled_at", "signed")
    else:
        yield of("stalled_at", "planned")


def main():
    seen = set()
    for log in sys.argv[1:]:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                where = f"{log} {record['sequence'].lstrip('0')} {record['type']}"

                def case(refused, what, path, whole):
                    is_data = path[0] == "data" and len(path) > 1
                    case = {
                        "schema": record["dataschema"] if is_data else PREFIX + "envelope",
                        "instance": whole["data"] if is_data else whole,
                        "refused": refused,
                        "first": (record["type"], what) not in seen,
                        "what": f"{where}: {what}",
                    }
                    seen.add((record["type"], what))
                    print(json.dumps(case, ensure_ascii=False))

                case(False, "record", ("type",), record)
                case(False, "data", ("data", "law"), record)
                for what, path, whole in mutants(record):
                    case(True, what, path, whole)


main()
