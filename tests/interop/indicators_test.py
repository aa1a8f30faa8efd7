#!/usr/bin/env python3
"""Cases for indicators.py, small logs with figures worked out by hand: python3 indicators_test.py"""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import indicators
from indicators_history import Log

OYI = 100_000_000  # 1 亿元, in yuan
EVENTS = {"plan": "planned", "admit": "admitted", "engage": "engaged", "sign": "signed", "register": "registered",
          "start": "started", "commission": "commissioned", "operate": "operating", "send_back": "sent_back",
          "break_off": "broken_off", "reopen_talks": "talks_reopened", "terminate": "terminated", "stall": "stalled",
          "revive": "revived", "close": "closed"}
LEADS = {"plan": "planned", "admit": "reserve", "engage": "negotiating", "sign": "signed", "register": "registered",
         "start": "started", "commission": "producing", "operate": "operating", "send_back": "planned",
         "break_off": "reserve", "reopen_talks": "negotiating", "terminate": "reserve", "stall": "zombie",
         "close": "closed"}


def amount(yuan, currency="CNY"):
    """An amount on the wire, of yuan as an integer or as text with decimals."""
    return {"amount": yuan if isinstance(yuan, str) else f"{yuan}.00", "currency": currency}


def at(day):
    """Noon of a day in UTC, as records write it; an instant stays as it is."""
    return day if "T" in day else f"{day}T12:00:00.000000Z"


class Stream:
    def __init__(self, book, subject):
        self.book, self.subject, self.version, self.last = book, subject, 0, ""

    def put(self, event, on, data, recorded):
        self.version += 1
        self.last = max(self.last, at(recorded or on))
        data = {"by": {}, "effective_on": on, "law": 1, "policy": None, **data}
        self.book.lines.append({"recordedtime": self.last, "time": self.last, "subject": self.subject, "data": data,
                                "streamversion": self.version,
                                "type": f"lifecycle.{self.subject.split('/')[0]}.{event}.v1"})
        return self.version

    def correction(self, verb, on, recorded=None, **data):
        return self.put("corrected", on, {"verb": verb, "grounds": "g", "authority": "a", **data}, recorded)

    def void_fact(self, version, on, recorded=None):
        return self.correction("void_fact", on, recorded, voids_fact_version=version)


class Project(Stream):
    """A project's records. Each step is recorded on its day if nothing else is said; each method gives the version."""

    def __init__(self, book, name, planned, zone, recorded=None, inferred=False, **profile):
        super().__init__(book, f"project/{name}")
        self.at, self.stalled_at, self.before = None, None, []
        data = {"profile": {"kind": "enterprise", "name": name, "zone": zone, **profile}}
        self.step("plan", planned, recorded, inferred, data)

    def step(self, verb, on, recorded=None, inferred=None, data=None, **evidence):
        self.before.append((self.at, self.stalled_at))
        source, stalled_at = self.at, self.stalled_at
        if verb == "stall":
            self.stalled_at = stalled_at = self.at
        self.at = stalled_at if verb == "revive" else LEADS[verb]
        self.stalled_at = self.stalled_at if self.at == "zombie" else None
        told = {"verb": verb, "from": source, "to": self.at, **(data or {})}
        if stalled_at:
            told["stalled_at"] = stalled_at
        if inferred is not None and (inferred or verb != "plan"):
            told["provenance"] = {"file": "f.csv", "record": 1, "inferred": inferred}
            told.update(evidence)
        elif verb != "plan":
            told["evidence"] = evidence
        return self.put(EVENTS[verb], on, told, recorded)

    def __getattr__(self, verb):
        if verb not in EVENTS:
            raise AttributeError(verb)
        return lambda on, recorded=None, **more: self.step(verb, on, recorded, **more)

    def walk(self, **days):
        """Several steps, one after the other."""
        for verb, on in days.items():
            self.step(verb, on)
        return self

    def void_last(self, version, on, recorded=None):
        self.at, self.stalled_at = self.before.pop()
        return self.correction("void", on, recorded, voids_version=version)

    def redate(self, version, to, on, recorded=None, **data):
        return self.correction("redate", on, recorded, redates_version=version, redated_to=to, **data)

    def fact(self, event, on, after, recorded=None):
        return self.put(event, on, {"from": self.at, "to": self.at, "before": None, "after": after}, recorded)

    def report(self, first, last, yuan, recorded=None, currency="CNY", measure="completed"):
        return self.fact("investment_reported", last, {"amount": amount(yuan, currency), "from": first, "to": last,
                                                       "measure": measure}, recorded)

    def relocate(self, on, source, to, recorded=None):
        return self.fact("relocated", on, {"from_zone": source, "to_zone": to}, recorded)

    def amend(self, on, recorded=None, founded=False, **after):
        paper = {"paper": {"name": "p"}, "grounds": "g"} if founded else {}
        return self.fact("amended", on, {**after, **paper}, recorded)

    def supplement(self, on, yuan, recorded=None):
        return self.fact("agreement_amended", on, {"paper": {"name": "p"}, "total_investment": amount(yuan)}, recorded)

    def link(self, on, kind, to):
        return self.fact("linked", on, {"kind": kind, "to": to})


class Zone(Stream):
    def __init__(self, book, name, on, kind):
        super().__init__(book, f"zone/stream-of-{name}")
        self.put("registered", on, {"before": None, "after": {"class": kind, "hosts": [], "name": name, "zone": name}},
                 None)

    def change(self, on, kind, recorded=None):
        return self.put("class_changed", on, {"before": {}, "after": {"class": kind, "paper": {}}}, recorded)

    def freeze(self, day, kind, *members, recorded=None):
        after = {"day": day, "kind": kind, "members": list(members)}
        return self.put("baseline_frozen", day, {"before": None, "after": after}, recorded)


class Book:
    """A log in the making. Its last record is made on a day that no figure depends on, but for defaults."""

    def __init__(self, until="2021-06-30"):
        self.lines, self.until, self.log = [], until, None

    def project(self, name, planned="2017-01-01", zone="hunnan", **more):
        return Project(self, name, planned, zone, **more)

    def zone(self, name, on="2017-01-01", kind="provincial"):
        return Zone(self, name, on, kind)

    def written(self):
        end = {"recordedtime": at(self.until), "subject": "refusal/r", "streamversion": 1, "data": {},
               "type": "lifecycle.refusal.transition_refused.v1"}
        lines = sorted([*self.lines, end], key=lambda line: line["recordedtime"])
        return [json.dumps(line) for line in lines]

    def answer(self, year=2018, **options):
        self.log = self.log or Log(self.written())
        options = {"members": True, **({} if "period" in options else {"year": year}), **options}
        return indicators.answer(self.log, **options)

    def figure(self, indicator, year=2018, basis=None, scope="all", **options):
        told = [figure for figure in self.answer(year, **options)["figures"]
                if (figure["indicator"], figure["basis"], figure["zone"]) == (indicator, basis, scope)]
        assert len(told) == 1, f"{len(told)} figures {indicator} {basis} {scope}"
        return told[0]


def names(part):
    return "".join(part["members"]) if all(len(name) == 1 for name in part["members"]) else part["members"]


class Case(unittest.TestCase):
    def setUp(self):
        self.book = Book()

    def holds(self, figure, denominator, net, verdict="?", missing="?", gross=None):
        """A figure's members by their names of one letter, or its values; its verdict and what is missing."""
        def told(part, expected):
            if part is None:
                return None
            return part["value"] if isinstance(expected, int) or "." in expected else names(part)
        gross = net if gross is None else gross
        found = [told(figure[name], expected)
                 for name, expected in (("denominator", denominator), ("gross", gross), ("net", net))]
        self.assertEqual(found, [denominator, gross, net])
        for name, expected in (("verdict", verdict), ("missing", missing)):
            if expected != "?":
                self.assertEqual(figure[name], expected, name)

    def whys(self, figure, name="excluded"):
        return [(told["project"], told["why"]) for told in figure[name]]


class SigningConversion(Case):
    def stock(self, count, **days):
        return [self.book.project(f"p{n:02}").walk(admit="2017-12-01", **days) for n in range(count)]

    def conversion(self, basis="promotion_stock", **more):
        return self.book.figure("signing_conversion", basis=basis, **more)

    def test_twenty_eleven_signed_one_terminated(self):
        projects = self.stock(20)
        for project in projects[:11]:
            project.walk(engage="2018-03-01", sign="2018-06-01")
        projects[0].terminate("2018-12-31")
        self.holds(self.conversion(), 20, 10, "met", 0, gross=11)

    def test_one_more_terminated_is_one_short(self):
        for project in self.stock(20)[:11]:
            project.walk(engage="2018-03-01", sign="2018-06-01")
            if project.subject <= "project/p01":
                project.terminate("2018-12-31")
        self.holds(self.conversion(), 20, 9, "not_met", 1, gross=11)

    def test_terminated_and_signed_again_is_not_restored(self):
        a = self.book.project("a").walk(admit="2017-12-01", engage="2018-01-10", sign="2018-02-01")
        a.terminate("2018-05-01")
        a.walk(engage="2018-06-01", sign="2018-07-01", register="2018-08-01")
        self.holds(self.conversion(), "a", "", "not_met", 1, gross="a")
        self.holds(self.conversion(as_of="2018-04-30"), "a", "a", "provisional", 0)

    def test_terminated_in_the_next_year_is_dropped_only_as_of_then(self):
        self.book.project("a").walk(engage="2018-01-10", sign="2018-02-01", reopen_talks="2019-05-01")
        self.holds(self.conversion(as_of="2019-04-30"), "a", "a", "met")
        self.holds(self.conversion(as_of="2019-05-01"), "a", "", "not_met", gross="a")

    def test_closed_from_the_signing_or_beyond_it(self):
        signed = {"engage": "2018-01-10", "sign": "2018-02-01"}
        self.book.project("a").walk(**signed).close("2018-09-01", outcome="withdrawn")
        b = self.book.project("b").walk(**signed)
        b.stall("2018-08-01", cause="investor_stalled")
        b.close("2018-09-01", outcome="abandoned")
        self.book.project("c").walk(**signed, register="2018-03-01").close("2018-09-01", outcome="withdrawn")
        d = self.book.project("d").walk(**signed, register="2018-03-01")
        d.stall("2018-08-01", cause="investor_stalled")
        d.close("2018-09-01", outcome="abandoned")
        e = self.book.project("e").walk(**signed)
        e.stall("2018-08-01", cause="investor_stalled")
        e.walk(revive="2018-08-15", register="2018-08-20").close("2018-09-01", outcome="withdrawn")
        f = self.book.project("f").walk(**signed)
        f.close("2018-09-01", outcome="combined", survivor="a")
        self.holds(self.conversion(), "abcdef", "cde", "met", 0, gross="abcdef")

    def test_who_is_asked_by_each_basis(self):
        book = self.book
        book.project("a").walk(admit="2017-12-31")  # in reserve all the year
        book.project("b").walk(engage="2017-06-01", sign="2018-03-01")  # in talks at the opening, led by the investor
        book.project("c").walk(admit="2018-05-31", engage="2018-06-01", sign="2018-12-31")
        book.project("d").walk(engage="2018-01-01")  # first in the stock on the first day
        book.project("e").walk(admit="2017-02-01", engage="2017-03-01", sign="2017-04-01", terminate="2018-02-01")
        book.project("f").walk(admit="2018-04-01", send_back="2018-04-01")  # in and out on one day
        book.project("g").walk(admit="2017-02-01", send_back="2017-12-31")  # out before the opening day's end
        book.project("h").walk(engage="2017-02-01", sign="2017-12-31")  # signed the year before
        book.project("i").walk(engage="2018-05-01", sign="2019-01-01")  # signed the year after
        book.project("j").walk(admit="2018-05-31", engage="2018-05-31", break_off="2018-05-31")  # in reserve at the end
        book.project("k").walk(admit="2019-01-01")
        self.holds(self.conversion(), "abcdefij", "bc", "not_met", 2)
        self.holds(self.conversion("reserve_origin"), "acefj", "c", "not_met", 2)
        self.holds(self.conversion("opening_stock"), "ab", "b", "met", 0)
        self.holds(self.conversion("year_inflow"), "cdfij", "c", "not_met", 2)
        self.holds(self.conversion("reserve_as_of"), "acej", "c", "not_met", 1)
        # earliest admit or engage in 2018: c d f i j; first signed in 2018: b c; (2 + n) / (5 + n) >= 1/2 from n = 1 on
        self.holds(self.conversion("period_ratio"), "cdfij", "bc", "not_met", 1)

    def test_31_may_must_have_come(self):
        self.book.project("a").walk(admit="2018-01-05")
        figure = self.conversion("reserve_as_of", as_of="2018-05-30")
        self.holds(figure, "", "", "not_applicable", None)
        self.assertEqual(figure["why"], "empty_denominator")
        self.holds(self.conversion("reserve_as_of", as_of="2018-05-31"), "a", "", "provisional", 1)

    def test_period_ratio_adds_to_both_parts(self):
        for name in "abcd":
            self.book.project(name).walk(engage="2018-01-05")
        self.book.project("e").walk(engage="2017-05-05", sign="2018-01-01")
        # 1 of 4: (1 + 2) / (4 + 2) is a half, (1 + 1) / (4 + 1) is not; of the stock of 5, 3 must be signed
        self.holds(self.conversion("period_ratio"), "abcd", "e", "not_met", 2)
        self.holds(self.conversion(), "abcde", "e", "not_met", 2)

    def test_an_exact_half_and_one_more_in_the_denominator(self):
        self.book.project("a").walk(engage="2018-01-05", sign="2018-02-05")
        self.book.project("b").walk(engage="2018-01-05")
        self.book.project("c", recorded="2019-03-01").walk(admit="2018-02-05")
        self.holds(self.conversion(known_at="2019-02-01T00:00:00Z"), "ab", "a", "met", 0)
        self.holds(self.conversion(), "abc", "a", "not_met", 1)

    def test_inferred_dates(self):
        book = self.book
        book.project("a").engage("2018-03-01", inferred=True)
        b = book.project("b")
        b.engage("2018-03-01", inferred=False)
        b.sign("2020-05-01", inferred=True)  # after as_of: it may have been signed earlier
        c = book.project("c")
        c.admit("2018-03-01", inferred=False)
        c.engage("2019-03-01", inferred=True)  # an entry after as_of is not read
        d = book.project("d")
        version = d.engage("2018-03-01", recorded="2019-01-10", inferred=True)
        d.redate(version, "2018-02-15", "2019-02-01", recorded="2019-02-01")
        book.project("e").engage("2019-03-01", inferred=True)  # not in the cohort: not named either
        book.project("f", inferred=True).engage("2018-03-01", inferred=False)  # planning is not read
        figure = self.conversion(as_of="2018-12-31")
        self.holds(figure, "cdf", "")
        self.assertEqual(self.whys(figure), [("a", "inferred"), ("b", "inferred")])
        figure = self.conversion(as_of="2018-12-31", known_at="2019-01-31T00:00:00Z")
        self.assertEqual(self.whys(figure), [("a", "inferred"), ("d", "inferred")])
        # by 2019 the doubtful talks of c are read, too
        self.assertEqual(self.whys(self.conversion(as_of="2019-12-31")), [(name, "inferred") for name in "abc"])

    def test_a_disputed_date_is_as_doubtful_as_an_inferred_one(self):
        a = self.book.project("a")
        version = a.step("engage", "2018-03-01", inferred=False)
        self.book.lines[-1]["data"]["provenance"]["disputed"] = True
        self.assertEqual(self.whys(self.conversion(known_at="2018-12-01T00:00:00Z")), [("a", "inferred")])
        provenance = {"file": "f.csv", "record": 2, "inferred": False}
        a.correction("correct", "2019-01-10", corrects_version=version, redated_to="2018-03-01", provenance=provenance)
        self.book.log = None
        self.holds(self.conversion(), "a", "")

    def test_both_parts_of_a_period_ratio_lose_who_is_doubtful(self):
        a = self.book.project("a")
        a.engage("2017-03-01", inferred=False)
        a.sign("2018-03-01", inferred=True)
        figure = self.conversion("period_ratio")
        self.holds(figure, "", "", "not_applicable", None)
        self.assertEqual(self.whys(figure), [("a", "inferred")])

    def test_the_whole_period_has_members_and_no_verdict(self):
        self.book.project("a").walk(engage="2018-01-05", sign="2020-12-31")
        self.book.project("b").walk(admit="2020-12-31")
        figure = self.conversion(period="whole")
        self.holds(figure, "ab", "a", None, None)
        self.assertEqual((figure["threshold"], "why" in figure), (None, False))
        self.assertEqual(self.conversion()["threshold"], {"basis_points": 5000})


class SameYearStart(Case):
    def starts(self, year=2018, **more):
        return self.book.figure("same_year_start", year, **more)

    def test_three_one_signed_none_started(self):
        self.book.project("a").walk(engage="2018-01-05", sign="2018-02-05")
        self.book.project("b").walk(engage="2018-01-05")
        self.book.project("c").walk(engage="2018-01-05")
        self.holds(self.starts(), "a", "", "not_met", 1)

    def test_a_void_works_from_its_own_recorded_time(self):
        a = self.book.project("a").walk(engage="2018-01-05")
        version = a.sign("2018-02-05")
        a.void_last(version, "2019-02-10")
        self.holds(self.starts(known_at="2018-12-31T15:59:59Z"), "a", "", "not_met", 1)
        self.holds(self.starts(as_of="2018-12-31", known_at="2019-02-10T11:59:59.999999Z"), "a", "", "not_met", 1)
        for as_of in ("2018-12-31", "2019-02-09", "2019-03-31"):
            figure = self.starts(as_of=as_of, known_at="2019-02-10T12:00:00Z")
            self.holds(figure, "", "", "not_applicable", None)
            self.assertEqual(figure["why"], "empty_denominator")

    def test_an_undone_signing_stays_in_the_cohort(self):
        self.book.project("a").walk(engage="2018-01-05", sign="2018-02-05", terminate="2018-03-05")
        self.holds(self.starts(), "a", "", "not_met", 1)

    def test_recorded_late(self):
        a = self.book.project("a").walk(engage="2018-01-05", sign="2018-02-05", register="2018-03-01")
        a.start("2018-12-30", recorded="2019-01-20")
        before, after = "2018-12-31T00:00:00Z", "2019-01-20T20:00:00+08:00"
        self.holds(self.starts(as_of="2018-12-31", known_at=before), "a", "", "not_met", 1)
        self.holds(self.starts(as_of="2018-12-31", known_at=after), "a", "a", "met", 0)
        self.holds(self.starts(as_of="2018-12-29", known_at=after), "a", "", "provisional", 1)

    def test_signed_in_december_started_in_january(self):
        self.book.project("a").walk(engage="2018-01-05", sign="2018-12-31", register="2018-12-31", start="2019-01-01")
        self.holds(self.starts(2018), "a", "", "not_met", 1)
        self.holds(self.starts(2019), "", "", "not_applicable", None)
        self.holds(self.starts(period="whole"), "a", "a", None, None)

    def test_all_on_the_last_day(self):
        self.book.project("a").walk(engage="2018-12-31", sign="2018-12-31", register="2018-12-31", start="2018-12-31")
        self.holds(self.starts(), "a", "a", "met", 0)
        self.holds(self.starts(as_of="2018-12-30"), "", "", "not_applicable")

    def test_exactly_three_of_ten_and_three_of_eleven(self):
        for n in range(11):
            p = self.book.project("abcdefghijk"[n], recorded="2019-05-01" if n == 10 else None)
            p.walk(engage="2018-01-05", sign="2018-02-05")
            if n < 3:
                p.walk(register="2018-03-01", start="2018-04-01")
        self.holds(self.starts(known_at="2019-04-30T00:00:00Z"), 10, 3, "met", 0)
        self.holds(self.starts(), 11, 3, "not_met", 1)

    def test_zombies_since_are_told(self):
        days = {"engage": "2018-01-05", "sign": "2018-02-05", "register": "2018-03-01"}
        a = self.book.project("a").walk(**days, start="2018-04-01")
        a.stall("2019-08-01", cause="construction_halted")
        a.revive("2020-08-01")
        b = self.book.project("b").walk(**days)
        b.stall("2018-08-01", cause="investor_stalled")
        c = self.book.project("c").walk(**days)
        c.stall("2018-08-01", cause="investor_stalled")
        c.walk(revive="2020-09-01", start="2020-10-01")  # a zombie before its start
        for as_of, listed in (("2019-07-31", []), ("2019-08-01", [("a", "zombie_since")]), ("2020-08-01", [])):
            figure = self.starts(as_of=as_of)
            self.holds(figure, "abc", "a", "met", 0)
            self.assertEqual(self.whys(figure, "listed"), listed)

    def test_inferred_dates_whenever_dated(self):
        days = {"engage": "2018-01-05", "sign": "2018-02-05"}
        a = self.book.project("a").walk(**days)
        a.register("2019-02-01", inferred=True)  # not read
        a.start("2019-02-01", inferred=True)
        b = self.book.project("b").walk(**days)
        b.register("2018-03-01", inferred=True)
        b.start("2018-04-01", inferred=False)
        self.book.project("c").walk(engage="2018-01-05").sign("2018-02-05", inferred=True)
        figure = self.starts()
        self.holds(figure, "b", "b", "met", 0)
        self.assertEqual(self.whys(figure), [("a", "inferred"), ("c", "inferred")])

    def test_redated_into_another_year(self):
        a = self.book.project("a").walk(engage="2018-01-05")
        version = a.sign("2019-01-03")
        a.redate(version, "2018-12-28", "2019-03-01")
        figure = self.starts(as_of="2018-12-31")
        self.holds(figure, "a", "", "not_met", 1)
        self.assertEqual(self.whys(figure, "listed"), [("a", "corrected")])
        self.holds(self.starts(2018, as_of="2019-12-31", known_at="2019-02-01T00:00:00Z"), "", "")
        self.holds(self.starts(2019, as_of="2019-12-31", known_at="2019-02-01T00:00:00Z"), "a", "")

    def test_amounts_stand_beside(self):
        days = {"engage": "2018-01-05", "sign": "2018-02-05"}
        a = self.book.project("a", total_investment=amount("12.34")).walk(**days)
        a.walk(register="2018-03-01", start="2018-04-01")
        self.book.project("b", total_investment=amount(100)).walk(**days)
        self.book.project("c").walk(**days)
        self.book.project("d", total_investment=amount(5, "USD")).walk(**days)
        self.assertEqual(self.starts()["amounts"], {"denominator": {"sum": "112.34", "without": 2},
                                                    "gross": {"sum": "12.34", "without": 0},
                                                    "net": {"sum": "12.34", "without": 0}})


class Where(Case):
    def starts(self, scope, year=2018, **more):
        return self.book.figure("same_year_start", year, scope=scope, **more)

    def test_relocated_before_and_after_the_end_of_the_year(self):
        days = {"engage": "2018-01-05", "sign": "2018-02-05"}
        self.book.project("a", zone="east").walk(**days).relocate("2018-12-31", "east", "west")
        self.book.project("b", zone="east").walk(**days).relocate("2019-01-01", "east", "west")
        self.book.project("c", zone="west").walk(**days)
        self.holds(self.starts("east", as_of="2018-12-30"), "ab", "")
        self.holds(self.starts("east", as_of="2018-12-31"), "b", "")
        self.holds(self.starts("west", as_of="2018-12-31"), "ac", "")
        self.holds(self.starts("west", as_of="2019-01-01"), "abc", "")
        self.holds(self.starts("all", as_of="2019-01-01"), "abc", "")
        # only the move within the period is told beside its figure
        self.assertEqual(self.whys(self.starts("west", as_of="2019-01-01"), "listed"), [("a", "relocated")])
        introduced = {"as_of": "2019-01-01", "attribution": "introducer"}
        self.holds(self.starts("east", **introduced), "ab", "")
        self.holds(self.starts("west", **introduced), "c", "")

    def test_zones_that_host_and_zones_that_introduced(self):
        a = self.book.project("a", zone="east").walk(engage="2018-01-05", sign="2018-02-05")
        a.relocate("2018-07-01", "east", "west")
        for as_of, attribution, zones in (("2018-06-30", "host", ["east"]), ("2018-07-01", "host", ["west"]),
                                          ("2018-06-30", "introducer", ["east"]),
                                          ("2018-07-01", "introducer", ["east", "west"])):
            told = self.book.answer(as_of=as_of, attribution=attribution)["figures"]
            self.assertEqual([figure["zone"] for figure in told if figure["indicator"] == "flagship"][:-3], zones)

    def test_the_first_zone_of_two_moves_introduced_it(self):
        a = self.book.project("a", zone="east").walk(engage="2018-01-05", sign="2018-02-05")
        a.relocate("2018-03-01", "east", "west")
        moved = a.relocate("2018-04-01", "west", "north")
        self.holds(self.starts("north"), "a", "")
        self.holds(self.starts("east", attribution="introducer"), "a", "")
        self.holds(self.starts("north", attribution="introducer"), "", "")
        a.void_fact(moved, "2019-01-05")
        self.book.log = None
        self.holds(self.starts("west"), "a", "")

    def test_planned_in_the_wrong_zone(self):
        a = self.book.project("a", zone="east").walk(engage="2018-01-05", sign="2018-02-05")
        profile = {"kind": "enterprise", "name": "a", "zone": "west"}
        a.correction("correct", "2019-01-10", corrects_version=1, redated_to="2017-01-01", profile=profile)
        self.holds(self.starts("east", as_of="2018-12-31", known_at="2019-01-10T11:00:00Z"), "a", "")
        self.holds(self.starts("west", as_of="2018-12-31"), "a", "")

    def test_scopes_and_their_order(self):
        self.book.zone("west", kind="national")
        self.book.zone("empty")
        self.book.project("a", zone="west").walk(engage="2018-01-05", sign="2018-02-05")
        self.book.project("b", zone="east").walk(engage="2018-01-05", sign="2018-02-05")  # not registered: no class
        figures = [figure for figure in self.book.answer()["figures"] if figure["indicator"] == "same_year_start"]
        self.assertEqual([(figure["zone"], names(figure["denominator"])) for figure in figures],
                         [("east", "b"), ("empty", ""), ("west", "a"), ("class:national", "a"),
                          ("class:provincial", ""), ("all", "ab")])
        only = self.book.answer(zone="west")["figures"]
        self.assertEqual({figure["zone"] for figure in only}, {"west"})
        with self.assertRaisesRegex(ValueError, "no such zone: south"):
            self.book.answer(zone="south")

    def test_the_class_of_a_zone_is_that_of_as_of(self):
        self.book.zone("west").change("2018-07-01", "national", recorded="2018-09-01")
        self.book.project("a", zone="west").walk(engage="2018-01-05", sign="2018-02-05")
        self.holds(self.starts("class:provincial", as_of="2018-06-30"), "a", "")
        self.holds(self.starts("class:national", as_of="2018-07-01"), "a", "")
        self.holds(self.starts("class:national", as_of="2018-07-01", known_at="2018-08-31T00:00:00Z"), "", "")

    def test_the_order_of_the_figures(self):
        told = [(figure["indicator"], figure["basis"]) for figure in self.book.answer()["figures"]
                if figure["zone"] == "all"]
        self.assertEqual(told[:11], [
            ("signing_conversion", "promotion_stock"), ("signing_conversion", "reserve_origin"),
            ("signing_conversion", "opening_stock"), ("signing_conversion", "year_inflow"),
            ("signing_conversion", "reserve_as_of"), ("signing_conversion", "period_ratio"), ("same_year_start", None),
            ("large_project_share", None), ("industrial_start_share", "count"),
            ("industrial_start_share", "investment"), ("flagship", None)])
        self.assertEqual((told[11][0], told[13][0], told[21][0], len(told)),
                         ("zombie_projects_disposed", "stage_conversion:planned>reserve", "stage_dwell:planned", 30))


class LargeProjectShare(Case):
    def share(self, year=2018, **more):
        return self.book.figure("large_project_share", year, **more)

    def spent(self, name, total, yuan):
        p = self.book.project(name, **({} if total is None else {"total_investment": amount(total)}))
        p.report("2018-01-01", "2018-12-31", yuan)
        return p

    def test_seventy_of_a_hundred(self):
        self.spent("a", OYI, "70.00")
        self.spent("b", "99999999.99", "30.00")
        figure = self.share()
        self.holds(figure, "100.00", "70.00", "met", "0.00")
        self.assertEqual((names(figure["denominator"]), names(figure["net"])), ("ab", "a"))

    def test_one_fen_less(self):
        self.spent("a", OYI, "69.99")
        self.spent("b", "99999999.99", "30.01")
        # 69.99 + 0.04 of 100.04 is 70.002 %; 70.02 of 100.03 is 69.999 %
        self.holds(self.share(), "100.00", "69.99", "not_met", "0.04")

    def test_the_total_is_that_of_as_of(self):
        self.spent("a", OYI, "70.00").amend("2019-03-01", total_investment=amount("99999999.99"))
        self.holds(self.share(as_of="2019-02-28"), "70.00", "70.00", "met")
        self.holds(self.share(as_of="2019-03-01"), "70.00", "0.00", "not_met", "163.34")  # 49.00 / 0.3

    def test_cumulative_reports(self):
        a = self.book.project("a", total_investment=amount(OYI))
        a.report("2018-01-01", "2018-03-31", 30)
        a.report("2018-04-01", "2018-04-30", 9)
        a.report("2018-01-01", "2018-06-30", 60)
        a.report("2018-07-01", "2018-07-31", 5)
        late = a.report("2018-01-01", "2018-06-30", 61, recorded="2018-09-01")
        a.report("2019-01-01", "2019-01-31", 1000)
        self.holds(self.share(as_of="2018-04-29"), "30.00", "30.00", "provisional")
        self.holds(self.share(as_of="2018-04-30"), "39.00", "39.00")
        self.holds(self.share(as_of="2018-06-30"), "61.00", "61.00")
        self.holds(self.share(known_at="2018-08-31T00:00:00Z", as_of="2018-12-31"), "65.00", "65.00", "met")
        self.holds(self.share(), "66.00", "66.00", "met")
        self.holds(self.share(as_of="2019-12-31"), "66.00", "66.00", "met")
        self.holds(self.share(2019), "1000.00", "1000.00", "met")
        self.holds(self.share(period="whole"), "1066.00", "1066.00", None, None)
        a.void_fact(late, "2020-01-01")
        self.book.log = None
        self.holds(self.share(), "65.00", "65.00", "met")

    def test_a_report_counts_by_its_period(self):
        a = self.book.project("a", total_investment=amount(OYI))
        a.fact("investment_reported", "2019-01-20",
               {"amount": amount(7), "from": "2018-12-01", "to": "2018-12-31", "measure": "completed"})
        a.report("2018-12-01", "2018-12-31", 1, measure="in_place")
        self.holds(self.share(as_of="2018-12-31"), "7.00", "7.00", "met")
        self.holds(self.share(2019), "0.00", "0.00", "not_applicable", None)

    def test_nothing_and_less_than_nothing(self):
        self.assertEqual(self.share()["why"], "empty_denominator")
        self.spent("a", OYI, "5.00")
        self.spent("b", 1, "-5.50")
        self.book.log = None
        figure = self.share()
        self.holds(figure, "-0.50", "5.00", "not_applicable", None)
        self.assertEqual(figure["why"], "negative_denominator")

    def test_other_currencies_and_unknown_totals(self):
        self.spent("a", OYI, "1.00")
        self.spent("b", None, "2.00")
        c = self.spent("c", OYI, "4.00")
        c.report("2018-01-01", "2018-01-31", "8.50", currency="USD")
        c.report("2018-02-01", "2018-02-28", "1.50", currency="USD")
        self.book.project("d", total_investment=amount(OYI, "USD")).report("2018-01-01", "2018-01-31", "16.00")
        self.book.project("e")  # no report: not named
        figure = self.share()
        self.holds(figure, "1.00", "1.00", "met")
        # of the reports in dollars the one from 1 January and the one behind it add up
        self.assertEqual(figure["excluded"], [
            {"project": "b", "why": "unknown"},
            {"project": "c", "why": "unknown", "sums": [{"currency": "USD", "amount": "10.00"}]},
            {"project": "d", "why": "unknown", "sums": [{"currency": "USD", "amount": "100000000.00"}]}])
        self.assertNotIn("amounts", figure)

    def test_who_is_closed_or_split_counts_and_a_duplicate_does_not(self):
        self.spent("a", OYI, "1.00").close("2019-01-05", outcome="withdrawn")
        self.spent("b", OYI, "2.00").close("2019-01-05", outcome="duplicate", survivor="a")
        self.spent("c", OYI, "4.00").link("2019-01-05", "split_from", "a")
        figure = self.share(as_of="2019-06-30")
        self.holds(figure, "5.00", "5.00", "met")
        self.assertEqual(self.whys(figure), [("b", "duplicate")])
        self.holds(self.share(as_of="2018-12-31"), "7.00", "7.00", "met")


class IndustrialStartShare(Case):
    days = {"engage": "2017-01-05", "sign": "2017-02-05", "register": "2017-03-01"}

    def share(self, basis="count", year=2018, **more):
        return self.book.figure("industrial_start_share", year, basis=basis, **more)

    def test_count_and_money(self):
        for name, category, total in (("a", "industrial", 30), ("b", "real_estate", 30), ("c", "infrastructure", 31),
                                      ("d", "real_estate", 10)):
            profile = {"category": category, "total_investment": amount(total)}
            self.book.project(name, **profile).walk(**self.days, start="2018-05-01")
        # (1 + 2) / (4 + 2) is a half; (30 + 41) / (101 + 41) is a half
        self.holds(self.share(), "abcd", "a", "not_met", 2)
        self.holds(self.share("investment"), "101.00", "30.00", "not_met", "41.00")

    def test_the_category_is_that_of_the_day_of_the_start(self):
        a = self.book.project("a", category="real_estate").walk(**self.days)
        a.amend("2018-04-30", category="infrastructure")
        a.amend("2018-05-01", category="industrial")
        a.start("2018-05-01")
        a.amend("2018-05-02", category="real_estate")
        b = self.book.project("b", category="industrial").walk(**self.days)
        b.start("2018-05-01")
        b.amend("2018-04-30", recorded="2018-08-01", category="infrastructure")
        self.holds(self.share(), "ab", "a", "met", 0)
        self.holds(self.share(known_at="2018-07-31T00:00:00Z", as_of="2018-12-31"), "ab", "ab", "met", 0)

    def test_a_resumption_is_no_start(self):
        a = self.book.project("a", category="industrial").walk(**self.days, start="2017-05-01")
        a.stall("2017-12-01", cause="construction_halted")
        a.revive("2018-05-01")
        self.holds(self.share(), "", "", "not_applicable", None)

    def test_what_is_unknown(self):
        start = {**self.days, "start": "2018-05-01"}
        self.book.project("a").walk(**start)
        self.book.project("b", category="industrial").walk(**start)
        self.book.project("c", category="industrial", total_investment=amount(9, "USD")).walk(**start)
        d = self.book.project("d", category="industrial", total_investment=amount(9)).walk(**self.days)
        d.start("2018-05-01", inferred=True)
        self.book.project("e", total_investment=amount(8, "USD")).walk(**start)
        figure = self.share()
        self.holds(figure, "bc", "bc", "met", 0)
        self.assertEqual(self.whys(figure), [("a", "unknown"), ("d", "inferred"), ("e", "unknown")])
        self.assertNotIn("sums", figure["excluded"][2])  # its total is not what is read
        figure = self.share("investment")
        self.holds(figure, "0.00", "0.00", "not_applicable", None)
        self.assertEqual(figure["excluded"], [
            {"project": "a", "why": "unknown"}, {"project": "b", "why": "unknown"},
            {"project": "c", "why": "unknown", "sums": [{"currency": "USD", "amount": "9.00"}]},
            {"project": "d", "why": "inferred"},
            {"project": "e", "why": "unknown", "sums": [{"currency": "USD", "amount": "8.00"}]}])


class Totals(Case):
    """The total planned investment on a day, read from the amounts beside I2."""

    def total(self, as_of, **more):
        return self.book.figure("same_year_start", as_of=as_of, **more)["amounts"]["denominator"]["sum"]

    def test_the_agreement_while_its_signing_stands(self):
        a = self.book.project("a", total_investment=amount(1)).walk(engage="2018-01-05")
        a.sign("2018-02-05", total_investment=amount(2))
        a.register("2018-03-01")
        b = self.book.project("b", total_investment=amount(10)).walk(engage="2018-01-05")
        b.sign("2018-02-05", total_investment=amount(20))
        b.supplement("2018-04-01", 30)
        b.reopen_talks("2018-06-01")
        self.assertEqual([self.total(day) for day in ("2018-02-05", "2018-04-01", "2018-05-31", "2018-06-01")],
                         ["22.00", "32.00", "32.00", "12.00"])

    def test_it_outlives_a_closing(self):
        a = self.book.project("a", total_investment=amount(1)).walk(engage="2018-01-05")
        a.sign("2018-02-05", total_investment=amount(2))
        a.close("2018-03-01", outcome="withdrawn")
        self.assertEqual(self.total("2018-12-31"), "2.00")

    def test_amendments_beside_an_agreement_need_paper_and_grounds(self):
        a = self.book.project("a").walk(engage="2018-01-05")
        a.sign("2018-02-05", total_investment=amount(2))
        a.amend("2018-03-01", total_investment=amount(3), paper={"name": "p"})
        a.amend("2018-03-02", total_investment=amount(4), grounds="g")
        a.amend("2018-04-01", total_investment=amount(5), founded=True)
        a.supplement("2018-05-01", 6)
        a.amend("2018-05-01", total_investment=amount(7), founded=True)  # on one day the later version
        a.amend("2018-04-30", total_investment=amount(8), founded=True)  # dated earlier, recorded later
        days = ("2018-03-02", "2018-04-01", "2018-04-30", "2018-05-01")
        self.assertEqual([self.total(day) for day in days], ["2.00", "5.00", "8.00", "7.00"])

    def test_an_imported_signing_names_none(self):
        a = self.book.project("a", total_investment=amount(1)).walk(engage="2018-01-05")
        a.sign("2018-02-05", inferred=False)
        a.amend("2018-03-01", total_investment=amount(3))
        a.supplement("2018-04-01", 4)
        a.amend("2018-05-01", total_investment=amount(5))
        days = ("2018-02-05", "2018-03-01", "2018-04-01", "2018-05-01")
        self.assertEqual([self.total(day) for day in days], ["1.00", "3.00", "4.00", "4.00"])

    def test_recorded_late_voided_and_planned_otherwise(self):
        a = self.book.project("a", total_investment=amount(1)).walk(engage="2018-01-05", sign="2018-02-05")
        a.amend("2018-03-01", total_investment=amount(3), recorded="2019-01-10")
        a.void_fact(a.version, "2019-02-10")
        profile = {"kind": "enterprise", "name": "a", "zone": "hunnan", "total_investment": amount(9)}
        a.correction("correct", "2019-03-10", corrects_version=1, redated_to="2017-01-01", profile=profile)
        known = ("2019-01-09", "2019-01-10", "2019-02-10", "2019-03-10")
        self.assertEqual([self.total("2018-12-31", known_at=f"{day}T12:00:00Z") for day in known],
                         ["1.00", "3.00", "1.00", "9.00"])


class Flagship(Case):
    def setUp(self):
        super().setUp()
        self.zone = self.book.zone("west", kind="national")
        self.book.zone("east", kind="provincial")

    def quota(self, scope="west", year=2018, **more):
        return self.book.figure("flagship", year, scope=scope, **more)

    def signed(self, name, total, on="2018-02-05", zone="west", category="industrial", **evidence):
        profile = {} if total is None else {"total_investment": amount(total)}
        profile = {**profile, **({} if category is None else {"category": category})}
        p = self.book.project(name, zone=zone, **profile).walk(engage="2017-06-01")
        p.sign(on, **evidence)
        return p

    def test_exactly_the_quota_and_one_fen_less(self):
        self.signed("a", 50 * OYI)
        self.signed("b", "4999999999.99")
        self.signed("c", 20 * OYI, zone="east")
        self.signed("d", "1999999999.99", zone="east")
        figure = self.quota()
        self.holds(figure, None, "a", "met", 0)
        self.assertEqual((figure["threshold"], figure["amounts"]["denominator"], figure["amounts"]["net"]),
                         ({"value": 1}, None, {"sum": "5000000000.00", "without": 0}))
        self.holds(self.quota("east"), None, "c", "met", 0)
        for scope, members in (("all", "ac"), ("class:national", "a")):
            figure = self.quota(scope)
            self.holds(figure, None, members, "not_applicable", None)
            self.assertEqual(figure["why"], "quota_per_zone")
        self.holds(self.quota("east", 2019), None, "", "not_met", 1)

    def test_from_the_first_day_to_the_last(self):
        self.signed("a", 50 * OYI, "2018-01-01")
        self.signed("b", 50 * OYI, "2018-12-31")
        self.signed("c", 50 * OYI, "2019-01-01")
        self.holds(self.quota(as_of="2018-01-01"), None, "a", "provisional", 0)
        self.holds(self.quota(as_of="2018-12-31"), None, "ab", "met", 0)
        self.holds(self.quota(year=2019, as_of="2019-12-31"), None, "c", "met", 0)

    def test_raised_by_an_amendment_counts_in_its_year_once(self):
        a = self.signed("a", None, total_investment=amount("4999999999.99"))
        a.amend("2018-06-01", total_investment=amount(60 * OYI))  # no paper: the agreement's amount stands
        a.amend("2019-03-01", founded=True, total_investment=amount(50 * OYI))
        a.amend("2020-03-01", founded=True, total_investment=amount(70 * OYI))
        self.holds(self.quota(), None, "", "not_met", 1)
        self.holds(self.quota(year=2019), None, "a", "met", 0)
        self.holds(self.quota(year=2019, as_of="2019-02-28"), None, "", "provisional", 1)
        self.holds(self.quota(year=2020), None, "", "not_met", 1)
        self.holds(self.quota(period="whole"), None, "a", None, None)

    def test_raised_by_a_supplementary_agreement(self):
        a = self.signed("a", None, total_investment=amount(49 * OYI))
        a.supplement("2018-12-31", 51 * OYI, recorded="2019-01-10")
        self.holds(self.quota(as_of="2018-12-31", known_at="2019-01-09T00:00:00Z"), None, "", "not_met", 1)
        self.holds(self.quota(as_of="2018-12-31"), None, "a", "met", 0)
        self.holds(self.quota(as_of="2018-12-30"), None, "", "provisional", 1)

    def test_what_belonged_to_an_agreement_ends_with_it(self):
        a = self.signed("a", 10 * OYI, total_investment=amount(49 * OYI))
        a.supplement("2018-08-01", 51 * OYI)
        a.walk(terminate="2018-09-01", engage="2018-09-02")
        a.sign("2018-09-03", total_investment=amount(20 * OYI))
        figure = self.quota()
        self.holds(figure, None, "", "not_met", 1, gross="a")
        self.assertEqual(figure["amounts"]["gross"], {"sum": "2000000000.00", "without": 0})
        # between the two signings it is what was planned
        figure = self.quota(as_of="2018-09-02")
        self.assertEqual(figure["amounts"]["gross"], {"sum": "1000000000.00", "without": 0})

    def test_a_supplementary_agreement_dated_behind_the_next_signing_is_still_the_first_ones(self):
        a = self.signed("a", None, total_investment=amount(49 * OYI))
        a.supplement("2018-10-01", 60 * OYI)
        a.walk(terminate="2018-09-01", engage="2018-09-02")
        a.sign("2018-09-03", total_investment=amount(20 * OYI))
        self.assertEqual(self.quota()["gross"]["value"], 0)

    def test_lowered_or_undone(self):
        self.signed("a", 50 * OYI).amend("2019-02-01", total_investment=amount("4999999999.99"))
        self.signed("b", 50 * OYI).terminate("2019-02-02")
        self.holds(self.quota(as_of="2019-01-31"), None, "ab", "met", 0)
        self.holds(self.quota(as_of="2019-02-01"), None, "b", "met", 0, gross="ab")
        self.holds(self.quota(as_of="2019-02-02"), None, "", "not_met", 1, gross="ab")

    def test_the_class_changes_in_mid_year(self):
        zone = self.book.zone("north", kind="provincial")
        zone.change("2018-07-01", "national")
        self.signed("a", 20 * OYI, "2018-06-30", zone="north")
        self.signed("b", 20 * OYI, "2018-07-01", zone="north")
        self.signed("c", 50 * OYI, "2018-07-01", zone="north")
        self.holds(self.quota("north"), None, "ac", "met", 0)

    def test_judged_by_the_host_of_the_signing_credited_to_the_present_one(self):
        a = self.signed("a", 20 * OYI, zone="east")
        a.relocate("2018-02-06", "east", "west")
        b = self.signed("b", 20 * OYI, zone="east", on="2018-03-01")
        b.relocate("2018-02-28", "east", "west", recorded="2018-03-01")
        self.holds(self.quota("west"), None, "a", "met", 0)
        self.holds(self.quota("east"), None, "", "not_met", 1)
        self.holds(self.quota("east", attribution="introducer"), None, "a", "met", 0)

    def test_the_first_day_on_which_all_holds(self):
        a = self.signed("a", 50 * OYI, category="real_estate")
        a.amend("2019-05-01", category="industrial")
        b = self.signed("b", None, category=None)
        b.amend("2019-05-01", category="industrial")
        c = self.signed("c", None)
        c.amend("2018-12-01", total_investment=amount(50 * OYI))
        b.amend("2019-05-01", total_investment=amount(50 * OYI))
        figure = self.quota(as_of="2018-11-30")
        self.holds(figure, None, "", "provisional", 1)
        self.assertEqual(self.whys(figure), [("b", "unknown"), ("c", "unknown")])
        figure = self.quota(as_of="2018-12-31")
        self.holds(figure, None, "c", "met", 0)
        self.assertEqual(self.whys(figure), [("b", "unknown")])  # neither category nor total known by then
        figure = self.quota(as_of="2019-05-01")
        self.holds(figure, None, "c", "met", 0)
        self.assertEqual(self.whys(figure), [])
        self.holds(self.quota(year=2019), None, "ab", "met", 0)

    def test_no_class(self):
        self.signed("a", 50 * OYI, zone="nowhere")
        figure = self.quota("nowhere")
        self.holds(figure, None, "", "not_applicable", None)
        self.assertEqual((figure["why"], self.whys(figure)), ("no_class", [("a", "unknown")]))
        self.assertEqual(self.whys(self.quota("nowhere", 2019)), [])  # named in the year of its first signing only
        self.book.zone("late", on="2018-07-01")
        self.book.log = None
        self.holds(self.quota("late", as_of="2018-06-30"), None, "", "not_applicable")
        self.holds(self.quota("late", as_of="2018-07-01"), None, "", "provisional")

    def test_another_currency_and_a_doubtful_signing(self):
        a = self.book.project("a", zone="west", category="industrial").walk(engage="2017-06-01")
        a.sign("2018-02-05", total_investment=amount(60 * OYI, "USD"))
        b = self.book.project("b", zone="west", category="industrial", total_investment=amount(50 * OYI))
        b.walk(engage="2017-06-01").sign("2018-02-05", inferred=True)
        figure = self.quota()
        self.holds(figure, None, "", "not_met", 1)
        self.assertEqual(figure["excluded"], [
            {"project": "a", "why": "unknown", "sums": [{"currency": "USD", "amount": "6000000000.00"}]},
            {"project": "b", "why": "inferred"}])

    def test_an_agreement_corrected_in_place(self):
        a = self.signed("a", None, total_investment=amount(5 * OYI))
        a.correction("correct", "2019-01-05", corrects_version=3, redated_to="2018-02-05", gate="agreement",
                     evidence={"total_investment": amount(50 * OYI)})
        self.holds(self.quota(as_of="2018-12-31"), None, "a", "met", 0)
        self.holds(self.quota(as_of="2018-12-31", known_at="2018-12-31T00:00:00Z"), None, "", "not_met", 1)


class Zombies(Case):
    def zombie(self, name, zone="west", cause="investor_stalled", on="2017-12-01"):
        days = {"engage": "2017-01-05", "sign": "2017-02-05", "register": "2017-03-01", "start": "2017-04-01"}
        if cause in ("no_activity", "obsolete_by_order", "insolvent"):
            days["commission"] = "2017-05-01"
        elif cause != "construction_halted":
            del days["start"]
        p = self.book.project(name, zone=zone).walk(**days)
        p.stall(on, cause=cause)
        return p

    def disposed(self, year=2018, scope="west", kind="projects", **more):
        return self.book.figure(f"zombie_{kind}_disposed", year, scope=scope, **more)

    def test_a_third_a_year_rounded_up(self):
        for name in "abcdefg":
            self.zombie(name)
        zone = self.book.zone("west")
        zone.freeze("2018-05-31", "project", *"abcdefg")
        for year, target in ((2018, 3), (2019, 5), (2020, 7), (2021, 7)):
            figure = self.disposed(year)
            number = min(year - 2017, 3)
            self.holds(figure, "abcdefg", "", "provisional" if year == 2021 else "not_met", target)
            self.assertEqual(figure["threshold"], {"value": target})
            self.assertEqual(figure["pace"], {"baseline": 7, "year": number, "years": 3, "target": target})
        figure = self.disposed(period="whole")
        self.assertEqual((figure["threshold"], figure["verdict"], figure["missing"]), ({"value": 7}, "not_met", 7))
        figure = self.disposed(2017, as_of="2018-06-01")
        self.assertEqual([figure[name] for name in ("threshold", "verdict", "missing", "pace")], [None] * 4)
        self.assertEqual(figure["denominator"]["value"], 7)
        self.assertNotIn("why", figure)

    def test_the_city_is_held_to_the_sum(self):
        a, _ = self.zombie("a"), self.zombie("b", "east")
        a.revive("2018-08-01")
        self.book.zone("west").freeze("2018-05-31", "project", "a")
        self.book.zone("east", kind="national").freeze("2018-05-31", "project", "b")
        for year, target, city in ((2018, 1, 1), (2019, 1, 2), (2020, 1, 2)):  # 1 -> 1, 1, 1; 2 -> 1, 2, 2
            self.holds(self.disposed(year), "a", "a", "met", 0)
            self.holds(self.disposed(year, "east"), "b", "", "not_met", target)
            self.holds(self.disposed(year, "all"), "ab", "a", "met" if city == 1 else "not_met", city - 1)
            self.holds(self.disposed(year, "class:national"), "b", "", "not_met", 1)

    def test_relapse_and_what_disposes(self):
        p = {name: self.zombie(name) for name in "abcdefg"}
        self.book.zone("west").freeze("2018-05-31", "project", *"abcdefg")
        p["a"].revive("2018-08-01")
        p["a"].stall("2019-08-01", cause="investor_stalled")
        p["b"].close("2018-08-01", outcome="land_reclaimed")
        p["c"].close("2018-08-01", outcome="duplicate", survivor="a")
        p["d"].close("2018-08-01", outcome="combined", survivor="a")
        p["e"].revive("2018-08-01")
        p["e"].close("2018-09-01", outcome="combined", survivor="a")
        p["f"].revive("2019-01-01")
        # a, b and e are disposed of in 2018; a is a zombie again in August 2019; c stays in the denominator
        self.holds(self.disposed(2018), "abcdefg", "abe", "met", 0)
        figure = self.disposed(2019)
        self.holds(figure, "abcdefg", "bef", "not_met", 2, gross="abef")
        self.assertEqual(figure["additions"], {"found": 0, "outstanding": 0})

    def test_who_is_no_member(self):
        a = self.zombie("a", cause="no_activity")  # a zombie enterprise
        b = self.zombie("b")
        b.revive("2018-05-31")  # no zombie any more at the end of the day
        self.zombie("c", on="2018-05-31")
        d = self.zombie("d")
        self.book.zone("west").freeze("2018-05-31", "project", *"abcdx")  # x was never planned
        d.void_last(d.version, "2019-02-01")
        figure = self.disposed(2018, known_at="2019-01-31T00:00:00Z", as_of="2018-12-31")
        self.holds(figure, "cd", "", "not_met", 1)
        self.assertEqual(self.whys(figure), [(name, "not_a_zombie") for name in "abx"])
        figure = self.disposed(2018)
        self.holds(figure, "c", "", "not_met", 1)
        self.assertEqual(self.whys(figure), [(name, "not_a_zombie") for name in "abdx"])
        # the cause was wrong: corrected, it is a project's
        a.correction("correct", "2019-03-01", corrects_version=a.version, redated_to="2017-12-01", gate="stall_finding",
                     evidence={"cause": "construction_halted"})
        self.book.log = None
        self.holds(self.disposed(2018), "ac", "", "not_met", 1)

    def test_enterprises_have_a_baseline_of_their_own(self):
        a = self.zombie("a", cause="insolvent")
        a.close("2018-12-31", outcome="liquidated")
        zone = self.book.zone("west")
        zone.freeze("2018-05-31", "enterprise", "a")
        self.holds(self.disposed(kind="enterprises"), "a", "a", "met", 0)
        self.holds(self.disposed(kind="enterprises", as_of="2018-12-30"), "a", "", "provisional", 1)
        figure = self.disposed()
        self.holds(figure, "", "", "not_applicable", None)
        self.assertEqual((figure["why"], figure["pace"], figure["additions"]), ("empty_denominator", None, None))

    def test_zombies_found_later(self):
        self.zombie("a").revive("2018-06-01")
        self.book.zone("west").freeze("2018-05-31", "project", "a")
        self.zombie("b")  # was one on the day, and is not listed
        c = self.zombie("c", on="2019-07-01")
        c.revive("2020-01-01")
        self.zombie("d", zone="east", on="2019-07-01")  # no baseline there
        self.zombie("e", cause="insolvent", on="2019-07-01")
        self.assertEqual(self.disposed(2018)["additions"], {"found": 1, "outstanding": 1})
        figure = self.disposed(2019)
        self.holds(figure, "a", "a", "met", 0)
        self.assertEqual(figure["additions"], {"found": 2, "outstanding": 2})
        for more in ({"year": 2020}, {"period": "whole"}, {"year": 2021, "as_of": "2021-12-31"}):
            figure = self.disposed(**more)
            self.holds(figure, "a", "a", "not_met", 0)
            self.assertEqual(figure["additions"], {"found": 2, "outstanding": 1})
        self.assertEqual(self.disposed(2020, "all")["additions"], {"found": 2, "outstanding": 1})

    def test_no_zombie_on_the_day_nor_after_it(self):
        self.zombie("a"), self.zombie("b").revive("2018-05-30")
        c = self.zombie("c", on="2018-05-31")
        c.revive("2018-05-31")
        d = self.zombie("d")  # revived and a zombie again on the day itself: not disposed of since
        d.revive("2018-05-31")
        d.stall("2018-05-31", cause="investor_stalled")
        self.book.zone("west").freeze("2018-05-31", "project", "a", "d")
        figure = self.disposed(as_of="2018-05-31")
        self.holds(figure, "ad", "", "provisional", 1)
        self.assertEqual(figure["additions"], {"found": 0, "outstanding": 0})

    def test_host_and_class_are_those_of_as_of(self):
        self.zombie("a")
        b = self.zombie("b")
        b.relocate("2018-08-01", "west", "east")
        zone = self.book.zone("west")
        zone.freeze("2018-05-31", "project", "a")
        zone.change("2018-08-01", "national")
        for as_of, found, scope in (("2018-07-31", 1, "class:provincial"), ("2018-08-01", 0, "class:national")):
            figure = self.disposed(scope=scope, as_of=as_of)
            self.holds(figure, "a", "", "provisional", 1)
            self.assertEqual(figure["additions"], {"found": found, "outstanding": found})

    def test_found_later_and_all_cleared(self):
        self.zombie("a").revive("2018-06-01")
        self.book.zone("west").freeze("2018-05-31", "project", "a")
        self.zombie("b", on="2019-07-01").close("2020-12-31", outcome="abandoned")
        self.holds(self.disposed(2020), "a", "a", "met", 0)
        self.holds(self.disposed(2020, as_of="2020-12-30"), "a", "a", "provisional", 0)

    def test_a_wrong_baseline_is_voided_and_set_anew(self):
        self.zombie("a"), self.zombie("b")
        zone = self.book.zone("west")
        version = zone.freeze("2018-05-31", "project", "a")
        zone.void_fact(version, "2019-02-01")
        zone.freeze("2018-05-31", "project", "a", "b", recorded="2019-02-02")
        self.holds(self.disposed(known_at="2019-01-31T00:00:00Z", as_of="2018-12-31"), "a", "", "not_met", 1)
        self.holds(self.disposed(known_at="2019-02-01T12:00:00Z", as_of="2018-12-31"), "", "", "not_applicable", None)
        self.holds(self.disposed(as_of="2018-12-31"), "ab", "", "not_met", 1)
        self.holds(self.disposed(as_of="2018-05-30"), "", "", "not_applicable", None)

    def test_members_stay_with_the_zone_that_froze_them(self):
        self.zombie("a").relocate("2018-07-01", "west", "east")
        self.book.zone("west").freeze("2018-05-31", "project", "a")
        figure = self.disposed()
        self.holds(figure, "a", "", "not_met", 1)
        self.assertEqual(self.whys(figure, "listed"), [("a", "relocated")])
        self.holds(self.disposed(scope="east"), "", "", "not_applicable", None)


class Stages(Case):
    def conversion(self, edge, year=2018, **more):
        return self.book.figure(f"stage_conversion:{edge}", year, **more)

    def dwell(self, stage, year=2018, **more):
        figure = self.book.figure(f"stage_dwell:{stage}", year, **more)
        self.assertEqual((figure["denominator"], figure["gross"]), (None, figure["net"]))
        return [figure["gross"]["value"], names(figure["gross"]), figure["p50"], figure["p90"], figure["open"]]

    def test_the_first_exit_decides(self):
        signed = {"engage": "2018-01-05", "sign": "2018-02-05"}
        self.book.project("a").walk(**signed, register="2019-03-01")
        b = self.book.project("b").walk(**signed)
        b.stall("2018-08-01", cause="investor_stalled")
        b.walk(revive="2018-09-01", register="2018-09-02")
        c = self.book.project("c").walk(**signed, terminate="2018-06-01")
        c.walk(engage="2018-06-02", sign="2018-07-01", register="2018-08-01")
        figure = self.conversion("signed>registered", as_of="2019-03-01")
        self.holds(figure, "abc", "a", None, None)
        self.holds(self.conversion("signed>registered", as_of="2019-02-28"), "abc", "", None, None)
        self.assertEqual(figure["threshold"], None)

    def test_a_first_entry_of_an_earlier_year(self):
        d = self.book.project("d").walk(engage="2017-01-05", sign="2017-02-05", reopen_talks="2018-03-01")
        d.walk(sign="2018-04-01", register="2018-05-01")
        self.holds(self.conversion("signed>registered"), "", "", None, None)
        self.holds(self.conversion("signed>registered", 2017), "d", "", None, None)

    def test_each_way_out_of_planning(self):
        self.book.project("a", "2018-01-01").walk(admit="2018-02-01")
        self.book.project("b", "2018-12-31").walk(engage="2018-12-31")
        self.book.project("c", "2018-06-01").close("2018-07-01", outcome="withdrawn")
        self.book.project("d", "2018-06-01")
        self.book.project("e", "2017-12-31").walk(admit="2018-02-01")
        self.holds(self.conversion("planned>reserve"), "abcd", "a", None, None)
        self.holds(self.conversion("planned>negotiating"), "abcd", "b", None, None)

    def test_a_void_is_no_exit(self):
        a = self.book.project("a").walk(engage="2018-01-05", sign="2018-02-05", register="2018-03-01")
        version = a.stall("2018-08-01", cause="investor_stalled")
        a.void_last(version, "2018-09-01", recorded="2019-02-01")
        a.start("2018-10-01", recorded="2019-02-02")
        self.holds(self.conversion("registered>started", known_at="2019-01-31T00:00:00Z", as_of="2018-12-31"), "a", "")
        self.holds(self.conversion("registered>started"), "a", "a")
        # one visit of 214 days, 1 March to 1 October; while the stall stood, one of 153 days
        self.assertEqual(self.dwell("registered"), [1, "a", 214, 214, 0])
        before = {"known_at": "2019-01-31T00:00:00Z", "as_of": "2018-12-31"}
        self.assertEqual(self.dwell("registered", **before), [1, "a", 153, 153, 0])
        self.assertEqual(self.dwell("zombie", **before), [0, "", None, None, 1])

    def test_doubtful_entries_and_exits(self):
        book = self.book
        book.project("a").walk(engage="2018-01-05").sign("2019-03-01", inferred=True)  # the exit, after as_of
        b = book.project("b")
        b.engage("2018-01-05", inferred=True)
        c = book.project("c").walk(engage="2018-01-05", sign="2018-02-05")
        c.register("2018-02-06", inferred=True)  # a later step
        figure = self.conversion("negotiating>signed", as_of="2018-12-31")
        self.holds(figure, "c", "c", None, None)
        self.assertEqual(self.whys(figure), [("a", "inferred"), ("b", "inferred")])

    def test_how_long_the_first_stage_took(self):
        self.book.project("a", "2017-12-22").walk(admit="2018-01-01")  # 10 days
        self.book.project("b", "2018-03-01").walk(engage="2018-03-01")  # none
        self.book.project("c", "2018-12-01").walk(admit="2019-01-01")  # ended after the year
        d = self.book.project("d", "2018-02-01").walk(admit="2018-02-11", send_back="2018-03-01")
        d.close("2018-03-31", outcome="abandoned")  # 10 and 30 days
        self.assertEqual(self.dwell("planned"), [4, "abd", 10, 30, 1])
        self.assertEqual(self.dwell("planned", as_of="2018-03-30"), [3, "abd", 10, 10, 1])
        self.assertEqual(self.dwell("planned", 2019), [1, "c", 31, 31, 0])

    def test_what_is_open_at_the_end(self):
        self.book.project("a", "2018-12-31")
        self.book.project("b", "2018-12-01").walk(admit="2018-12-31")
        self.book.project("c", "2018-12-01").walk(admit="2019-01-01")
        self.book.project("d", "2019-01-01")
        self.book.project("e", "2019-01-01")
        for as_of in ("2018-12-31", "2019-06-30"):
            self.assertEqual(self.dwell("planned", as_of=as_of), [1, "b", 30, 30, 2])

    def test_nearest_rank(self):
        for n in range(1, 11):
            self.book.project(f"p{n:02}", "2018-01-01").walk(admit=f"2018-01-{n + 1:02}")
        for n in range(11, 13):
            self.book.project(f"p{n:02}", "2019-01-01").walk(admit=f"2019-01-{n + 1:02}")
        # of 1 ... 10 the fifth and the ninth; of 11, 12 the first and the second
        self.assertEqual(self.dwell("planned")[2:], [5, 9, 0])
        self.assertEqual(self.dwell("planned", 2019)[2:], [11, 12, 0])

    def test_a_zombie_splits_its_stage(self):
        a = self.book.project("a").walk(engage="2018-01-01", sign="2018-01-11")
        a.stall("2018-01-31", cause="investor_stalled")
        a.walk(revive="2018-02-10", register="2018-02-15")
        self.assertEqual(self.dwell("signed"), [2, "a", 5, 20, 0])
        self.assertEqual(self.dwell("zombie"), [1, "a", 10, 10, 0])
        self.assertEqual(self.dwell("signed", as_of="2018-02-12"), [1, "a", 20, 20, 1])

    def test_each_visit_has_its_own_doubt(self):
        a = self.book.project("a").walk(engage="2018-01-01", sign="2018-01-11")
        a.stall("2018-01-31", cause="investor_stalled")
        a.revive("2018-02-10")
        a.register("2018-02-15", inferred=True)
        b = self.book.project("b").walk(engage="2018-01-01")
        b.sign("2018-01-11", inferred=True)
        self.assertEqual(self.dwell("signed"), [1, "a", 20, 20, 1])  # the open visit of b is counted as it is recorded
        figure = self.book.figure("stage_dwell:signed")
        self.assertEqual(self.whys(figure), [("a", "inferred")])
        self.assertEqual([figure["unit"], figure["threshold"], figure["soft"], "amounts" in figure],
                         ["visits", None, False, False])
        self.assertEqual(self.whys(self.book.figure("stage_dwell:negotiating")), [("b", "inferred")])


class LeftOut(Case):
    signed = {"engage": "2018-01-05", "sign": "2018-02-05"}

    def starts(self, **more):
        return self.book.figure("same_year_start", **more)

    def test_split_early_and_late(self):
        a = self.book.project("a")
        a.link("2018-01-02", "split_from", "z")
        a.walk(**self.signed)
        b = self.book.project("b").walk(**self.signed)
        b.link("2018-06-01", "split_from", "z")
        c = self.book.project("c")
        c.link("2018-01-02", "split_from", "z")
        c.void_fact(c.version, "2018-01-03")
        c.walk(**self.signed)
        z = self.book.project("z").walk(**self.signed)
        z.link("2018-01-02", "split_into", "a")
        figure = self.starts()
        self.holds(figure, "bcz", "")
        self.assertEqual(self.whys(figure), [("a", "split")])
        self.assertEqual(self.whys(figure, "listed"), [("b", "split_later"), ("c", "corrected")])
        # before the day of the late split nothing is told of it
        self.assertEqual(self.whys(self.starts(as_of="2018-05-31"), "listed"), [("c", "corrected")])
        self.assertEqual(self.whys(self.book.figure("stage_dwell:planned")), [("a", "split")])

    def test_a_part_counts_with_its_money(self):
        part = self.book.project("a", category="industrial", total_investment=amount(7))
        part.link("2018-01-02", "split_from", "z")
        part.walk(**self.signed, register="2018-03-01", start="2018-04-01").report("2018-01-01", "2018-12-31", 3)
        self.holds(self.book.figure("large_project_share"), "3.00", "0.00")
        self.holds(self.book.figure("industrial_start_share", basis="investment"), "7.00", "7.00")
        figure = self.book.figure("industrial_start_share", basis="count")
        self.holds(figure, "", "", "not_applicable", None)
        self.assertEqual(self.whys(figure), [("a", "split")])

    def test_combined_stays_and_a_duplicate_goes(self):
        self.book.project("a").walk(**self.signed).close("2018-06-01", outcome="combined", survivor="z")
        self.book.project("b").walk(**self.signed).close("2018-06-01", outcome="duplicate", survivor="z")
        c = self.book.project("c").walk(**self.signed)
        c.close("2018-06-01", inferred=False, outcome="duplicate")  # imported: it names nobody
        figure = self.starts()
        self.holds(figure, "ac", "", "not_met", 1)
        self.assertEqual(self.whys(figure), [("b", "duplicate")])
        self.holds(self.starts(as_of="2018-05-31"), "abc", "")
        figure = self.book.figure("signing_conversion", basis="promotion_stock")
        self.holds(figure, "ac", "", "not_met", 1, gross="ac")

    def test_the_first_reason_is_given(self):
        a = self.book.project("a")
        a.link("2018-01-02", "split_from", "z")
        a.engage("2018-01-05")
        a.sign("2018-02-05", inferred=True)
        b = self.book.project("b")
        b.link("2018-01-02", "split_from", "z")
        b.engage("2018-01-05")
        b.sign("2018-02-05", inferred=True)
        b.close("2018-03-01", outcome="duplicate", survivor="a")
        self.book.project("c").walk(engage="2018-01-05").sign("2018-02-05", inferred=True)
        self.book.project("d").walk(**self.signed)
        self.assertEqual(self.whys(self.starts(size=1)),
                         [("a", "split"), ("b", "duplicate"), ("c", "inferred"), ("d", "unknown")])

    def test_size(self):
        for name, total in (("a", OYI), ("b", "99999999.99"), ("c", 5 * OYI)):
            self.book.project(name, total_investment=amount(total)).walk(**self.signed)
        self.book.project("d").walk(**self.signed)
        self.book.project("e", total_investment=amount(9, "USD")).walk(**self.signed)
        figure = self.starts(size=1)
        self.holds(figure, "ac", "", "not_met", 1)
        self.assertEqual(figure["excluded"], [
            {"project": "d", "why": "unknown"},
            {"project": "e", "why": "unknown", "sums": [{"currency": "USD", "amount": "9.00"}]}])
        self.holds(self.starts(size=5), "c", "")
        self.holds(self.starts(), "abcde", "")
        self.assertEqual(self.starts()["excluded"], [])

    def test_size_of_a_baseline(self):
        for name, total in (("a", OYI), ("b", 1), ("c", None)):
            more = {} if total is None else {"total_investment": amount(total)}
            p = self.book.project(name, zone="west", **more).walk(engage="2017-01-05", sign="2017-02-05")
            p.stall("2017-12-01", cause="investor_stalled")
        self.book.zone("west").freeze("2018-05-31", "project", "a", "b", "c")
        figure = self.book.figure("zombie_projects_disposed", scope="west", size=1)
        self.holds(figure, "a", "", "not_met", 1)
        self.assertEqual(self.whys(figure), [("c", "unknown")])


class Asking(Case):
    def test_defaults(self):
        book = Book(until="2018-11-30T16:00:00.000000Z")
        self.assertEqual([book.answer()[name] for name in ("period", "as_of", "known_at")],
                         ["2018", "2018-12-01", "2018-11-30T16:00:00.000000Z"])
        # the day is that of the whole log, whatever instant is asked
        told = book.answer(known_at="2018-06-01T00:00:00.5+08:00")
        self.assertEqual((told["as_of"], told["known_at"]), ("2018-12-01", "2018-05-31T16:00:00.500000Z"))
        self.assertEqual(book.answer(2017)["as_of"], "2017-12-31")
        self.assertEqual(book.answer(period="whole")["as_of"], "2018-12-01")
        self.assertEqual(self.book.answer(period="whole")["as_of"], "2020-12-31")
        self.assertEqual(book.answer()["plan"], {"id": "shenyang_2018", "digest": None})

    def test_wrong_questions(self):
        for wrong in ({"as_of": "2018-02-30"}, {"known_at": "2018-06-01T00:00:00"}, {"size": 2}, {"period": "half"},
                      {"attribution": "none"}):
            with self.assertRaises(ValueError):
                self.book.answer(**wrong)

    def test_the_command(self):
        a = self.book.project("a", zone="浑南").walk(engage="2018-01-05")
        a.sign("2018-02-05", total_investment=amount(1))
        with tempfile.TemporaryDirectory() as folder:
            log, questions = Path(folder, "events.jsonl"), Path(folder, "questions.jsonl")
            log.write_text("\n".join(self.book.written()) + "\n", encoding="utf-8")
            asked = [{"year": 2018, "as_of": None, "known_at": None, "zone": None, "size": None, "attribution": "host",
                      "members": True}, {"period": "whole"}, {"year": 2018, "zone": "nowhere"}]
            questions.write_text("".join(json.dumps(each) + "\n" for each in asked), encoding="utf-8")

            def run(*more, given=None):
                command = [sys.executable, "-B", indicators.__file__, str(log), *more]
                return subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8")

            answers = run("--questions", str(questions)).stdout.splitlines()
            self.assertEqual(answers, run("--questions", "-", given=questions.read_text()).stdout.splitlines())
            self.assertEqual(answers[0] + "\n", run("--year", "2018", "--members").stdout)
            self.assertEqual(answers[1] + "\n", run("--period", "whole").stdout)
            self.assertEqual(answers[2], '{"error":"no such zone: nowhere"}')
            self.assertEqual(run("--year", "2018", "--zone", "nowhere").returncode, 1)
            self.assertIn('"denominator":{"members":["a"],"value":1}', answers[0])
            self.assertNotIn("members", answers[1])
            self.assertIn('"zone":"浑南"', answers[0])
            canonical = json.dumps(json.loads(answers[0]), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.assertEqual(answers[0], canonical)


if __name__ == "__main__":
    unittest.main()
