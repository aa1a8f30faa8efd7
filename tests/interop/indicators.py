#!/usr/bin/env python3
"""Computes the action plan's figures from a log of audit records, with Python's standard library alone.

    indicators.py EVENTS.jsonl (--year Y | --period whole) [--as-of DAY] [--known-at INSTANT] [--zone Z]
                  [--size 1|5|10|50] [--attribution host|introducer] [--members]
    indicators.py EVENTS.jsonl --questions FILE|-

The second form reads one JSON object of options per line, such as {"year":2018,"as_of":null,"members":true}, and
prints one document per line. It is a second computation, written from the definitions, so that the first can be held
against it. It reads what a log says and verifies nothing: verify.py does.

`indicators_history.py` has what a log tells of one project. Here is, first, what each figure reads of a project: one
function each. Then the figures: who is in their parts, and their documents.
"""
import argparse
import datetime
import functools
import json
import sys
from typing import NamedTuple

sys.dont_write_bytecode = True  # nothing is left in the source tree
from indicators_history import (FIRST_YEAR, HUNDRED_MILLION, LAST_YEAR, STOCK, ZOMBIE_KIND, History, Log, Look,
                                Question, Zone, decimal, excluded, yuan)

PLAN = "shenyang_2018"
QUOTA = {"national": 50 * HUNDRED_MILLION, "provincial": 20 * HUNDRED_MILLION}
EDGES = ["planned>reserve", "reserve>negotiating", "planned>negotiating", "negotiating>signed", "signed>registered",
         "registered>started", "started>producing", "producing>operating"]
STAGES = ["planned", "reserve", "negotiating", "signed", "registered", "started", "producing", "operating", "zombie"]


def ceiling(numerator, denominator):
    return -(-numerator // denominator)


# What each figure reads of a project. None: it has nothing to do with the figure.


class Row(NamedTuple):
    """A project in a figure, by its recorded dates: whether it is in the denominator, in gross, in net; the steps
    whose dates decided; whether a value that decides is unknown, and what there is of it in other currencies; what it
    brings; whether it is named if it is left out: if it would be in the denominator."""

    parts: tuple
    read: tuple = ()
    unknown: bool = False
    foreign: dict = None
    amount: int = 1
    is_named: bool = True


# The stocks of which signing conversion is asked.
STOCKS = {
    # in reserve or in talks when the period opened, or entering either in it
    "promotion_stock": lambda look: look.stands_in(STOCK, look.ask.opening_day) or look.entered(STOCK),
    # of these, those who first came into the stock by admission to the reserve
    "reserve_origin": lambda look: STOCKS["promotion_stock"](look) and look.history.entry(STOCK).verb == "admit",
    # in reserve or in talks when the period opened
    "opening_stock": lambda look: look.stands_in(STOCK, look.ask.opening_day),
    # first in either in the period
    "year_inflow": lambda look: look.ask.holds(look.history.entry(STOCK)),
    # in reserve at the end of 31 May, once that has come
    "reserve_as_of": lambda look: look.ask.stock_day <= look.ask.as_of
    and look.stands_in(("reserve",), look.ask.stock_day),
}


def conversion(is_there, look):
    """I1. Of those who were there: first signed in the period. Net: and that signing was not undone. It reads every
    entry into the stock by as_of, and the first signing whenever dated."""
    sign = look.history.first("sign")
    signed, entries = look.ask.holds(sign), [step for step in look.steps if step.to in STOCK]
    parts = (True, signed, signed and not look.is_undone())
    return Row(parts, (*entries, sign)) if is_there(look) else None


def period_ratio(look):
    """I1 as cities publish it: first signings in the period over projects first admitted or engaged in the period. A
    signing counts whether or not its project came in the period."""
    came = next((step for step in look.history.steps if step.verb in ("admit", "engage")), None)
    came, row = look.ask.holds(came), conversion(lambda look: True, look)
    return row._replace(parts=(came, *row.parts[1:])) if came or row.parts[1] else None


def same_year_start(look):
    """I2. Of those first signed in the period: first started in it."""
    sign, start = look.history.first("sign"), look.history.first("start")
    started = look.ask.holds(start)
    return Row((True, started, started), (sign, start)) if look.ask.holds(sign) else None


def zombie_since(look):
    """Told beside I2 of those whose start counts: a zombie at as_of."""
    counts = look.ask.holds(look.history.first("start"))
    return ["zombie_since"] if counts and look.stands_in(("zombie",), look.ask.as_of) else []


def large_project_share(look):
    """I3. Of the completed investment of the period: that of projects with a total of at least 1 亿元 at as_of."""
    sums = look.completed()
    is_large = look.size is not None and look.size >= HUNDRED_MILLION
    foreign = {currency: minor for currency, minor in sums.items() if currency != "CNY"}
    unknown = look.size is None or bool(foreign)
    row = Row((True, is_large, is_large), (), unknown, foreign or look.foreign_total(), sums.get("CNY", 0))
    return row if sums else None


def industrial_start_share(look):
    """I4. Of those first started in the period: industrial (产业项目) on the day of that start."""
    start = look.history.first("start")
    if not look.ask.holds(start):
        return None
    category = look.category(start.on)
    is_industrial = category == "industrial"
    return Row((True, is_industrial, is_industrial), (start,), category is None)


def industrial_start_investment(look):
    """I4 by money: the same projects with their totals at as_of."""
    row = industrial_start_share(look)
    return row and row._replace(unknown=row.unknown or look.size is None, foreign=look.foreign_total(),
                                amount=look.size or 0)


def flagship(look):
    """I5. The first day, from the first signing on, on which it is industrial and its total reaches what the class
    asks that its host had on the signing date, lies in the period. Net: and the signing was not undone, and the total
    is still that much. Named if left out: those whose first signing lies in the period."""
    sign, ask = look.history.first("sign"), look.ask
    if sign is None:
        return None
    needed = QUOTA.get(look.class_of(look.host(sign.on), sign.on))
    amended = [fact for kind in ("amended", "agreement_amended") for fact in look.history.told(kind, ask.as_of)]
    days = sorted({change.on for change in [*look.steps, *amended] if change.on >= sign.on})
    totals = {when: yuan(look.total_on(when)) for when in days}
    reached = next((when for when in days if needed is not None and look.category(when) == "industrial"
                    and totals[when] is not None and totals[when] >= needed), None)
    gross = reached is not None and ask.first <= reached <= ask.end
    net = gross and not look.is_undone() and look.size is not None and look.size >= needed
    is_total_known = any(total is not None for total in totals.values())
    unknown = needed is None or look.category(ask.as_of) is None or not is_total_known
    return Row((False, gross, net), (sign,), unknown, None if is_total_known else look.foreign_total(),
               is_named=ask.holds(sign))


def stage_conversion(stage, onward, look):
    """I13. Of those whose first-ever entry into a stage lies in the period: the first exit after it, by as_of, led
    on. A stall is an exit. It reads that entry and that exit whenever dated."""
    entry, left = next(iter(look.history.visits(stage)), (None, None))
    led_on = left in look.steps and left.to == onward
    return Row((True, led_on, led_on), (entry, left)) if look.ask.holds(entry) else None


def was_found_later(kind, baseline, look):
    """A zombie of the kind that its baseline does not have: at the end of the baseline's day, or found after it by
    as_of."""
    stalls = [step for step in look.steps if step.verb == "stall" and step.on > baseline["day"]]
    return look.is_zombie(kind, baseline["day"]) or any(ZOMBIE_KIND[step.cause] == kind for step in stalls)


def was_disposed_of(baseline, look):
    """Revived after the baseline's day, or closed so that it disposes: not as a duplicate, not combined."""
    after = [step for step in look.steps if step.on > baseline["day"]]
    return any(step.verb == "revive" or (step.verb == "close" and step.outcome not in ("duplicate", "combined"))
               for step in after)


# The figures.


class Tally:
    """What is found for a figure in one scope: in each part the projects with what each brings; those left out."""

    def __init__(self):
        self.denominator, self.gross, self.net, self.excluded = {}, {}, {}, {}
        self.days, self.open = [], 0  # of visits


class Figures:
    """The plan's figures under one question, in the plan's order, each by its zones, the classes and the city."""

    def __init__(self, log, ask):
        self.ask, self.told = ask, []
        known = [stream.known(ask.known_at) for stream in [*log.zones, *log.projects]]
        self.zones = {zone.id: zone for zone in known if isinstance(zone, Zone)}
        self.looks = {look.id: look for look in (Look(project, ask, self.zones) for project in known
                                                 if isinstance(project, History))}
        named = {zone.id for zone in self.zones.values() if zone.classes or zone.baselines}
        named |= {zone for look in self.looks.values() for zone in (look.zone, look.host(ask.as_of))}
        self.scopes = [*sorted(named), "class:national", "class:provincial", "all"]
        if ask.zone is not None and ask.zone not in self.scopes:
            raise ValueError(f"no such zone: {ask.zone}")

    def document(self):
        for basis, is_there in STOCKS.items():
            self.share("signing_conversion", basis, functools.partial(conversion, is_there), 5000)
        self.share("signing_conversion", "period_ratio", period_ratio, 5000, grows_both=True)
        self.share("same_year_start", None, same_year_start, 3000, beside=zombie_since)
        self.share("large_project_share", None, large_project_share, 7000, "CNY", grows_both=True)
        self.share("industrial_start_share", "count", industrial_start_share, 5000, grows_both=True)
        self.share("industrial_start_share", "investment", industrial_start_investment, 5000, "CNY", grows_both=True)
        self.quota("flagship")
        self.disposal("zombie_projects_disposed", "project")
        self.disposal("zombie_enterprises_disposed", "enterprise")
        for edge in EDGES:
            self.share(f"stage_conversion:{edge}", None, functools.partial(stage_conversion, *edge.split(">")), None)
        for stage in STAGES:
            self.dwell(f"stage_dwell:{stage}", stage)
        return {"plan": {"id": PLAN, "digest": None}, "period": self.ask.period, "as_of": self.ask.as_of,
                "known_at": self.ask.known_at, "figures": self.told}

    def share(self, indicator, basis, row, threshold, unit="projects", grows_both=False, beside=None):
        """A share: of the denominator, what the numerator has of it; against a threshold in basis points, but for the
        whole period. What is missing is the least that would reach it: added to the numerator alone, or to both parts
        where what is added enters both."""
        threshold = None if self.ask.year is None else threshold
        for scope, tally in self.tallied(row, unit).items():
            whole, net, met, missing = sum(tally.denominator.values()), sum(tally.net.values()), None, None
            why = "empty_denominator" if whole == 0 else "negative_denominator" if whole < 0 else None
            if threshold is not None:
                short = threshold * whole - 10_000 * net
                met, missing = short <= 0, max(0, ceiling(short, 10_000 - (threshold if grows_both else 0)))
                missing = decimal(missing) if unit == "CNY" else missing
            held = threshold and {"basis_points": threshold}
            self.tell(scope, indicator, basis, unit, tally, held, met, missing, why, beside)

    def quota(self, indicator):
        """A quota of one for each zone and year. It is held against zones of a class, and nothing above a zone."""
        threshold = None if self.ask.year is None else {"value": 1}
        for scope, tally in self.tallied(flagship, "projects").items():
            net = sum(tally.net.values())
            has_class = scope in self.zones and self.zones[scope].class_on(self.ask.as_of)
            why = "quota_per_zone" if scope in self.scopes[-3:] else None if has_class else "no_class"
            self.tell(scope, indicator, None, "projects", tally, threshold, net >= 1, max(0, 1 - net), why,
                      is_count=True)

    def disposal(self, indicator, kind):
        """Zombies of a baseline that were disposed of, a third a year: the target of year k is ceil(B k / 3), and all
        of B for the whole period and after the last year, when nothing found since may be outstanding either. Before
        the first year there is none. Members stay with the zone that froze them. A class and the city take the
        members of their zones, each once, and the target of the sum."""
        ask, years = self.ask, LAST_YEAR - FIRST_YEAR + 1
        number = years if ask.year is None else min(ask.year - FIRST_YEAR + 1, years)
        tallies, found = {scope: Tally() for scope in self.scopes}, {}
        frozen = [(zone, each) for zone in self.zones.values() for each in zone.baselines
                  if each["kind"] == kind and each["day"] <= ask.as_of]
        members = {member for _, each in frozen for member in each["members"]}
        others = [look for look in self.looks.values() if look.id not in members
                  and not look.is_too_small() and not look.keeps_out["unknown"]]
        for zone, each in frozen:
            later = {look for look in others if look.host(ask.as_of) == zone.id and was_found_later(kind, each, look)}
            name = zone.class_on(ask.as_of)
            for scope in [zone.id, *([f"class:{name}"] if name else []), "all"]:
                self.dispose(tallies[scope], kind, each)
                found[scope] = found.get(scope, set()) | later
        for scope, tally in tallies.items():
            for look in tally.denominator:  # another zone's baseline may have missed it
                tally.excluded.pop(look.id, None)
            base, net, pace, additions, outstanding = len(tally.denominator), len(tally.net), None, None, []
            target = ceiling(base * number, years)
            if scope in found:
                outstanding = [look for look in found[scope] if look.is_zombie(kind, ask.as_of)]
                additions = {"found": len(found[scope]), "outstanding": len(outstanding)}
                pace = {"baseline": base, "year": number, "years": years, "target": target} if number > 0 else None
            met = net >= target and not (number == years and outstanding)
            self.tell(scope, indicator, None, "projects", tally, {"value": target} if number > 0 else None, met,
                      max(0, target - net), None if base else "empty_denominator", pace=pace, additions=additions)

    def dispose(self, tally, kind, baseline):
        """What became of a baseline's members. One that was no zombie of the kind at the end of the baseline's day is
        in neither part. Gross: disposed of since. Net: of these, no zombie now."""
        for member in baseline["members"]:
            look = self.looks.get(member)
            if look and look.is_too_small():
                continue
            if look is None or not look.is_zombie(kind, baseline["day"]):
                tally.excluded[member] = excluded(member, "not_a_zombie")
            elif look.keeps_out["unknown"]:
                tally.excluded[member] = excluded(member, "unknown", look.foreign_total())
            else:
                tally.denominator[look] = 1
                if was_disposed_of(baseline, look):
                    tally.gross[look] = 1
                    if not look.stands_in(("zombie",), self.ask.as_of):
                        tally.net[look] = 1

    def dwell(self, indicator, stage):
        """How long stays in a stage were that ended in the period: whole days from entry to exit, p50 and p90 by
        nearest rank. A stay whose own entry or exit is inferred is left out. Stays that go on at the end are counted
        apart."""
        end, tallies = self.ask.end, {scope: Tally() for scope in self.scopes}
        for look in self.looks.values():
            visits = [] if look.is_too_small() else look.history.visits(stage)
            ended = [visit for visit in visits if self.ask.holds(visit[1])]
            begun = [entry for entry, left in visits if entry.on <= end and (left is None or left.on > end)]
            if not ended and not begun:
                continue
            sure = [(entry, left) for entry, left in ended if not entry.doubtful and not left.doubtful]
            out, is_out = look.left_out([step for visit in ended for step in visit]), look.left_out() is not None
            for scope in look.scopes:
                if out and ended:
                    tallies[scope].excluded[look.id] = out
                if is_out:
                    continue
                tallies[scope].open += len(begun)
                tallies[scope].days += [days_between(entry.on, left.on) for entry, left in sure]
                if sure:
                    tallies[scope].gross[look] = tallies[scope].net[look] = len(sure)
        for scope, tally in tallies.items():
            days = sorted(tally.days)
            p50, p90 = (days[ceiling(len(days) * part, 100) - 1] if days else None for part in (50, 90))
            self.tell(scope, indicator, None, "visits", tally, is_count=True, p50=p50, p90=p90, open=tally.open)

    def tallied(self, row, unit):
        """Asks every project what a figure reads of it, and puts it into the parts of each of its scopes."""
        tallies = {scope: Tally() for scope in self.scopes}
        for look in self.looks.values():
            told = None if look.is_too_small() else row(look)
            if told is None:
                continue
            out = look.left_out(told.read, told.unknown, told.foreign, is_money=unit == "CNY")
            for tally in (tallies[scope] for scope in look.scopes):
                if out and told.is_named:
                    tally.excluded[look.id] = out
                for part, holds in zip((tally.denominator, tally.gross, tally.net), told.parts):
                    if holds and not out:
                        part[look] = told.amount
        return tallies

    def tell(self, scope, indicator, basis, unit, tally, threshold=None, met=None, missing=None, why=None, beside=None,
             is_count=False, **more):
        """Writes a figure's document. The verdict: none without a threshold; not applicable, with the reason;
        provisional as long as the period is not over; else by what is met."""
        if self.ask.zone not in (None, scope):
            return
        verdict = None
        if threshold is not None:
            is_over = self.ask.as_of >= self.ask.last
            verdict = "not_applicable" if why else "provisional" if not is_over else "met" if met else "not_met"
        parts = {"denominator": None if is_count else tally.denominator, "gross": tally.gross, "net": tally.net}
        listed = sorted((look.id, name) for look in (tally.gross if is_count else tally.denominator)
                        for name in [*look.beside, *(beside(look) if beside else [])])
        self.told.append({
            "indicator": indicator, "basis": basis, "zone": scope, "unit": unit,
            **{name: part if part is None else self.part(part, unit) for name, part in parts.items()},
            "excluded": [tally.excluded[project] for project in sorted(tally.excluded)],
            "listed": [{"project": project, "why": name} for project, name in listed],
            "threshold": threshold, "soft": False, "verdict": verdict,
            "missing": missing if verdict not in (None, "not_applicable") else None,
            **({"why": why} if verdict == "not_applicable" else {}),
            **({"amounts": {name: part if part is None else amounts(part) for name, part in parts.items()}}
               if unit == "projects" else {}),
            **more,
        })

    def part(self, part, unit):
        """A part's value: how many, or how much; its members if they are asked for."""
        value = sum(part.values())
        members = {"members": sorted(look.id for look in part)} if self.ask.members else {}
        return {"value": decimal(value) if unit == "CNY" else value, **members}


def amounts(part):
    """The sum of the members' totals at as_of, and how many have none in yuan. No figure reads it."""
    known = [look.size for look in part if look.size is not None]
    return {"sum": decimal(sum(known)), "without": len(part) - len(known)}


def days_between(first, last):
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


# The command.


def answer(log, **options):
    return Figures(log, Question(log, **options)).document()


def written(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser(description="The action plan's figures from a log of audit records.")
    parser.add_argument("events", metavar="EVENTS.jsonl")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--year", type=int)
    asked.add_argument("--period", choices=["whole"])
    asked.add_argument("--questions", metavar="FILE", help="one JSON object of options per line; - for standard input")
    parser.add_argument("--as-of", metavar="DAY")
    parser.add_argument("--known-at", metavar="INSTANT")
    parser.add_argument("--zone")
    parser.add_argument("--size", type=int, choices=[1, 5, 10, 50])
    parser.add_argument("--attribution", choices=["host", "introducer"])
    parser.add_argument("--members", action="store_true")
    options = vars(parser.parse_args())
    events, questions = options.pop("events"), options.pop("questions")
    with open(events, encoding="utf-8", newline="\n") as lines:
        log = Log(lines)
    if questions is None:
        try:
            print(written(answer(log, **options)))
        except ValueError as why:
            sys.exit(str(why))
        return
    with sys.stdin if questions == "-" else open(questions, encoding="utf-8") as lines:
        for line in lines:
            try:
                print(written(answer(log, **json.loads(line))), flush=True)
            except ValueError as why:
                print(written({"error": str(why)}), flush=True)


if __name__ == "__main__":
    main()
