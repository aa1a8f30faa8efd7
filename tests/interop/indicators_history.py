"""What a log of audit records tells of projects and zones, for indicators.py: Python's standard library alone.

A `Stream` keeps the records of one project or zone. `History` and `Zone` are what is known of it at an instant. `Look`
is a project under a `Question`; it has one method per notion that figures use. Days and instants are texts of fixed
width, which sort by themselves. Money is an integer of minor units (fen). There are no floats.
"""
import bisect
import datetime
import functools
import json
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 2018, 2020  # of the plan
HUNDRED_MILLION = 100_000_000_00  # 1 亿元, in fen
STOCK = ("reserve", "negotiating")
ZOMBIE_KIND = {"land_not_cleared": "project", "promise_unmet": "project", "investor_stalled": "project",
               "construction_halted": "project", "no_activity": "enterprise", "obsolete_by_order": "enterprise",
               "insolvent": "enterprise"}
REASONS = ("duplicate", "split", "inferred", "unknown")  # of several, the first is given


class Money(NamedTuple):
    currency: str
    minor: int


def money(wire):
    """An amount as records write it: {"amount":"-0.50","currency":"CNY"}. None if there is none."""
    return wire and Money(wire["currency"], int(wire["amount"].replace(".", "")))


def yuan(total):
    """Fen. None if the amount is unknown or in another currency."""
    return total.minor if total and total.currency == "CNY" else None


def decimal(minor):
    """Minor units as text of the main unit with two decimals."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"


def day(text):
    return datetime.date.fromisoformat(text).isoformat()


def instant(text):
    """An RFC 3339 instant of any offset, as records write theirs: UTC, microseconds. What is finer is cut off."""
    told = datetime.datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
    if told.tzinfo is None:
        raise ValueError(f"{text}: an instant has an offset")
    return told.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)


def civil_day(recorded):
    """The civil day of a recorded time in the plan's offset, UTC+8."""
    told = datetime.datetime.fromisoformat(recorded.replace("Z", "+00:00"))
    return (told + datetime.timedelta(hours=8)).date().isoformat()


# What the log tells, and what of it is known at an instant.


class Step(NamedTuple):
    """A planning or a transition that stands, as corrected."""

    version: int
    verb: str
    source: str  # the stage that it leaves; None at planning
    to: str
    on: str
    stalled_at: str
    cause: str
    outcome: str
    survivor: str
    agreed: Money  # the total investment that an agreement names
    doubtful: bool  # its date is only the latest possible one


def basis(data):
    """What a step rests on: its gate's evidence, or where it was imported from."""
    evidence, provenance = data.get("evidence") or {}, data.get("provenance") or {}
    return {
        "cause": evidence.get("cause") or data.get("cause"),
        "outcome": evidence.get("outcome") or data.get("outcome"),
        "survivor": evidence.get("survivor"),
        "agreed": money(evidence.get("total_investment")),
        "doubtful": bool(provenance.get("inferred") or provenance.get("disputed")),
    }


class Fact(NamedTuple):
    on: str
    version: int
    kind: str
    after: dict


class History:
    """A project as some of its records tell it, each correction done: its profile, its standing steps and facts."""

    def __init__(self, name, records):
        steps, facts, self.id, self.is_corrected = {}, {}, name, False
        for version, kind, data in records:
            if kind == "corrected":
                self.is_corrected = True
                self.correct(steps, facts, data)
            elif "after" in data:
                facts[version] = Fact(data["effective_on"], version, kind, data["after"])
            else:
                self.profile = data["profile"] if version == 1 else self.profile
                steps[version] = Step(version, data["verb"], data["from"], data["to"], data["effective_on"],
                                      data.get("stalled_at"), **basis(data))
        self.steps = [step for _, step in sorted(steps.items())]
        self.facts = sorted(facts.values())

    def correct(self, steps, facts, data):
        """A void undoes a step or a fact. Another date or another basis replaces a step's, and ends its doubt."""
        verb = data["verb"]
        if verb == "void":
            del steps[data["voids_version"]]
        elif verb == "void_fact":
            del facts[data["voids_fact_version"]]
        elif verb == "redate":
            version = data["redates_version"]
            steps[version] = steps[version]._replace(on=data["redated_to"], doubtful=False)
        elif verb == "correct":
            version, self.profile = data["corrects_version"], data.get("profile", self.profile)
            told = {} if "profile" in data else basis(data)
            steps[version] = steps[version]._replace(**{**told, "on": data["redated_to"], "doubtful": False})
        else:
            raise ValueError(f"project {self.id}: no such correction: {verb}")

    def told(self, kind, when):
        """The standing facts of a kind up to a day: by effective date, on one date by version."""
        return [fact for fact in self.facts if fact.kind == kind and fact.on <= when]

    def first(self, verb):
        """The first step by a verb, whenever dated. None if there is none; a voided one never was."""
        return next((step for step in self.steps if step.verb == verb), None)

    def entry(self, stages):
        """The first-ever entry into one of these stages, whenever dated. None if there is none."""
        return next((step for step in self.steps if step.to in stages), None)

    def visits(self, stage):
        """Every stay in a stage: the step that entered it, and the next one, which left it (None if it stays)."""
        following = [*self.steps[1:], None]
        return [(entry, left) for entry, left in zip(self.steps, following) if entry.to == stage]


class Zone:
    """A zone as some of its records tell it: since when it is of which class, and the zombie baselines it froze."""

    def __init__(self, _, records):
        self.id = records[0][2]["after"]["zone"]
        voided = {data["voids_fact_version"] for _, kind, data in records if kind == "corrected"}
        standing = [(data["effective_on"], version, kind, data["after"])
                    for version, kind, data in records if kind != "corrected" and version not in voided]
        self.classes = sorted((on, version, after["class"])
                              for on, version, kind, after in standing if kind in ("registered", "class_changed"))
        self.baselines = [after for _, _, kind, after in standing if kind == "baseline_frozen"]

    def class_on(self, when):
        """Its class on a day. None if it was not registered by then."""
        by_then = [name for on, _, name in self.classes if on <= when]
        return by_then[-1] if by_then else None


class Stream:
    """The records of one project or zone, in order, with the times at which they were recorded."""

    def __init__(self, name, read):
        self.name, self.read, self.times, self.records, self.seen = name, read, [], [], {}

    def known(self, at):
        """What is known of it at an instant: what was recorded by then tells. None if nothing was."""
        count = bisect.bisect_right(self.times, at)
        if count and count not in self.seen:
            self.seen[count] = self.read(self.name, self.records[:count])
        return self.seen.get(count)


class Log:
    """A log of records, one JSON document a line, in the order in which they were recorded."""

    def __init__(self, lines):
        streams, self.last = {"project": {}, "zone": {}}, None
        for line in lines:
            record = json.loads(line)
            kind, name = record["subject"].split("/")
            self.last = record["recordedtime"]
            if kind in streams:
                stream = streams[kind].setdefault(name, Stream(name, History if kind == "project" else Zone))
                stream.times.append(self.last)
                stream.records.append((record["streamversion"], record["type"].split(".")[2], record["data"]))
        if self.last is None:
            raise ValueError("the log is empty")
        self.projects, self.zones = streams["project"].values(), streams["zone"].values()


# The question, and a project under it.


class Question:
    """A period, the day as of which and the instant at which it is asked, and what narrows it."""

    def __init__(self, log, year=None, period=None, as_of=None, known_at=None, zone=None, size=None, attribution=None,
                 members=False):
        if (year is None) == (period is None) or period not in (None, "whole"):
            raise ValueError("ask for a year, or for the whole period")
        if size not in (None, 1, 5, 10, 50) or attribution not in (None, "host", "introducer"):
            raise ValueError("a size is 1, 5, 10 or 50; an attribution is host or introducer")
        first, last = (FIRST_YEAR, LAST_YEAR) if year is None else (year, year)
        self.year, self.period = year, period or str(year)
        self.opening_day, self.stock_day = f"{first - 1:04}-12-31", f"{first:04}-05-31"
        self.first, self.last = f"{first:04}-01-01", f"{last:04}-12-31"
        self.known_at = instant(known_at) if known_at else log.last
        self.as_of = day(as_of) if as_of else min(self.last, civil_day(log.last))
        self.end = min(self.as_of, self.last)
        self.zone, self.size, self.members, self.to_introducer = zone, size, members, attribution == "introducer"

    def holds(self, dated):
        """Whether there is such a step or fact, dated in the period and by as_of."""
        return dated is not None and self.first <= dated.on <= self.end


class Look:
    """A project as known at `known_at`, seen on `as_of`."""

    def __init__(self, history, ask, zones):
        self.history, self.ask, self.zones, self.id = history, ask, zones, history.id
        self.steps = [step for step in history.steps if step.on <= ask.as_of]

    # Where it stands.

    def at(self, when):
        """The step by which it stands where it does at the end of a day: the last dated by then. None before
        planning."""
        when = min(when, self.ask.as_of)
        return next((step for step in reversed(self.steps) if step.on <= when), None)

    def stands_in(self, stages, when):
        step = self.at(when)
        return step is not None and step.to in stages

    def is_zombie(self, kind, when):
        """Stands as a zombie of a kind at the end of a day: the present cause of its stall decides the kind."""
        return self.stands_in(("zombie",), when) and ZOMBIE_KIND[self.at(when).cause] == kind

    def entered(self, stages):
        """Whether it entered one of the stages in the period; leaving again on the same day changes nothing."""
        return any(step.to in stages and self.ask.holds(step) for step in self.steps)

    def is_undone(self):
        """Whether its first signing was undone by as_of: from that signing's own place (signed, or stalled there)
        talks were reopened, the agreement terminated, or the project closed. A second signing does not restore the
        first."""
        verbs = [step.verb for step in self.steps]
        for step in self.steps[verbs.index("sign") + 1 :]:
            if step.verb == "register":
                return False
            if step.verb in ("reopen_talks", "terminate", "close"):
                return True
        return False

    # What it is.

    def category(self, when):
        """What it counts as on a day: as planned, or as the latest amendment by then has it. None if nothing names
        it."""
        given = [fact.after["category"] for fact in self.history.told("amended", when) if "category" in fact.after]
        return given[-1] if given else self.history.profile.get("category")

    def total_on(self, when):
        """Its total planned investment on a day, of what is dated by then. While a signing stands that names an
        amount, itself or by its supplementary agreements, only an amendment with paper and grounds competes: the
        latest by date and version. Else the latest amendment; else as planned. None if nothing names it."""
        signed, ended = None, 0
        for step in self.history.steps:
            if step.on <= when and step.verb == "sign":
                signed = step
            elif step.on <= when and step.verb in ("reopen_talks", "terminate"):
                signed, ended = None, step.version
        agreed = [(signed.on, signed.version, signed.agreed)] if signed else []
        for fact in self.history.told("agreement_amended", when) if signed else []:
            # what was recorded before an agreement ended belongs to that agreement
            if (fact.on, fact.version) > (signed.on, signed.version) and fact.version > ended:
                agreed.append((fact.on, fact.version, money(fact.after.get("total_investment"))))
        is_agreed = any(total for _, _, total in agreed)
        amended = [(fact.on, fact.version, money(fact.after.get("total_investment")))
                   for fact in self.history.told("amended", when)
                   if not is_agreed or ("paper" in fact.after and "grounds" in fact.after)]
        given = max((each for each in [*agreed, *amended] if each[2]), default=None)
        return given[2] if given else money(self.history.profile.get("total_investment"))

    @functools.cached_property
    def total(self):
        return self.total_on(self.ask.as_of)

    @functools.cached_property
    def size(self):
        """Its total at as_of in fen. None if it is unknown or in another currency."""
        return yuan(self.total)

    def foreign_total(self):
        return {self.total.currency: self.total.minor} if self.total and self.size is None else {}

    def completed(self):
        """Its completed investment in the period, by currency: of reports whose period lies in the one asked and ends
        by as_of, whatever day they were made on. Of one period the report recorded last stands. Of a year's reports
        from 1 January on the longest stands for all inside it; those that begin behind it are added."""
        standing = {}
        for fact in sorted(self.history.facts, key=lambda fact: fact.version):
            report = fact.after
            if (fact.kind == "investment_reported" and report["measure"] == "completed"
                    and self.ask.first <= report["from"] and report["to"] <= self.ask.end):
                amount = money(report["amount"])
                of_year = standing.setdefault((amount.currency, report["from"][:4]), {})
                of_year[report["from"], report["to"]] = amount.minor
        sums = {}
        for (currency, year), reports in standing.items():
            new_year = f"{year}-01-01"
            longest = max((last for first, last in reports if first == new_year), default="")
            counted = [minor for (first, last), minor in reports.items()
                       if first > longest or (first, last) == (new_year, longest)]
            sums[currency] = sums.get(currency, 0) + sum(counted)
        return sums

    # Where it counts.

    def host(self, when):
        """The zone that hosts it on a day: as planned, or where the latest relocation by then led."""
        moves = self.history.told("relocated", when)
        return moves[-1].after["to_zone"] if moves else self.history.profile["zone"]

    @functools.cached_property
    def zone(self):
        """The zone to which it is credited in both parts: its host at as_of, or if asked for the one that introduced
        it, which its first relocation left."""
        moves = self.history.told("relocated", self.ask.as_of)
        return moves[0].after["from_zone"] if moves and self.ask.to_introducer else self.host(self.ask.as_of)

    def class_of(self, zone, when):
        return self.zones[zone].class_on(when) if zone in self.zones else None

    @functools.cached_property
    def scopes(self):
        """The figures in which it counts: its zone's, its zone's present class's, the city's."""
        name = self.class_of(self.zone, self.ask.as_of)
        return [self.zone, *([f"class:{name}"] if name else []), "all"]

    # What keeps it out, and what is told beside.

    def is_too_small(self):
        return self.ask.size is not None and self.size is not None and self.size < self.ask.size * HUNDRED_MILLION

    def is_duplicate(self):
        """Closed as recorded twice by as_of, by a closing that names the survivor."""
        step = self.at(self.ask.as_of)
        return step is not None and step.verb == "close" and step.outcome == "duplicate" and bool(step.survivor)

    def splits(self):
        """Whether it was split from another project before it first entered the stock, and whether later (by
        version)."""
        links = [fact for fact in self.history.told("linked", self.ask.as_of) if fact.after["kind"] == "split_from"]
        entry = self.history.entry(STOCK)
        early = [entry is None or fact.version < entry.version for fact in links]
        return any(early), not all(early)

    @functools.cached_property
    def keeps_out(self):
        """What keeps it out whatever the figure reads: a duplicate; an early split; no size where one is asked
        for."""
        is_unsized = self.ask.size is not None and self.size is None
        return {"duplicate": self.is_duplicate(), "split": self.splits()[0], "unknown": is_unsized}

    def left_out(self, read=(), unknown=False, foreign=None, is_money=False):
        """Why it is in neither part, the first reason; None if it is in them. `read` are the steps whose dates
        decide, `unknown` says that a value that decides is, and `foreign` tells what there is of it in other
        currencies. A split counts for a sum of money."""
        holds = dict(self.keeps_out, inferred=any(step.doubtful for step in read if step))
        holds["split"] &= not is_money
        if holds["unknown"] and not foreign:
            foreign = self.foreign_total()
        holds["unknown"] |= unknown
        why = next((reason for reason in REASONS if holds[reason]), None)
        return why and excluded(self.id, why, foreign if why == "unknown" else None)

    @functools.cached_property
    def beside(self):
        """What is told beside a figure of which it is a member: a late split, a relocation in the period, a
        correction."""
        moves = self.history.told("relocated", self.ask.end)
        told = {"split_later": self.splits()[1], "relocated": any(self.ask.holds(move) for move in moves),
                "corrected": self.history.is_corrected}
        return [why for why, holds in told.items() if holds]


def excluded(project, why, foreign=None):
    """A project that is left out, with the reason, and its amounts in other currencies if those are the reason."""
    told = [{"currency": name, "amount": decimal(minor)} for name, minor in sorted((foreign or {}).items())]
    return {"project": project, "why": why, **({"sums": told} if told else {})}
