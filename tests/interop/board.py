"""Finds the plan's figures on a board, and in its pictures of ratios by zone.

    board.py FOLDER FIGURES.json

FOLDER is what the example `board` wrote, FIGURES.json what the example `indicators` said of the same two dates, all scopes.
Standard library only.
"""

import base64
import json
import re
import sys
import xml.etree.ElementTree as tree
import zlib
from decimal import Decimal
from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def rows(page, name):
    """The rows of a table of the page, by the figure that each bears."""
    table = re.search(rf'<table id="{name}".*?</table>', page, re.S).group(0)
    return [row for row in tree.fromstring(table).iter("tr") if row.find("td") is not None]


def words(element):
    return "".join(element.itertext())


def judged(figures, zone):
    return [figure for figure in figures if figure["zone"] == zone and figure.get("verdict")]


def amount(value, cell):
    """Whether a cell has a figure's value. An amount is there in English and in Chinese: the English one is read."""
    if not isinstance(cell, list):
        return cell == value
    currency, number = cell[0].replace(",", "").split()
    yuan = Decimal(number.removesuffix("m")) * (1_000_000 if number.endswith("m") else 1)
    return currency == "CNY" and yuan == Decimal(value)


def page_says(folder, figures):
    page = (folder / "board.html").read_text("utf-8")
    packed = re.search(r'<script id="later"[^>]*>([^<]*)<', page).group(1)
    later = json.loads(zlib.decompress(base64.b64decode(packed), wbits=-15))
    last, told = later["frames"][-1], later["figures"]
    asked = judged(figures, "all")
    assert len(asked) == len(told) == len(last["cells"]), (len(asked), len(told))
    table = {(row.get("data-figure"), row.get("data-basis")): row for row in rows(page, "figures")}
    for figure, named, cell in zip(asked, told, last["cells"]):
        name = (figure["indicator"], figure.get("basis") or "")
        assert (named["name"], named["basis"] or "") == name, (named, name)
        assert amount(figure["net"]["value"], cell["net"]), (name, figure["net"], cell["net"])
        if figure.get("denominator"):
            assert amount(figure["denominator"]["value"], cell["denominator"]), (name, cell)
        assert cell["verdict"] == figure["verdict"], (name, cell)
        net, *_ = [words(bold) for bold in table[name].iter("b")]
        if figure["unit"] != "CNY":
            assert net == str(figure["net"]["value"]), (name, net)
    return len(asked)


def pictures_say(folder, figures):
    found = 0
    year = figures["as_of"][:4]
    for language in ("zh", "en"):
        picture = tree.parse(folder / f"ratios-{year}.{language}.svg").getroot()
        for row in picture.iter(f"{SVG}g"):
            zone = row.get("data-scope")
            if zone is None:
                continue
            first = {}
            for figure in judged(figures["figures"], zone):
                first.setdefault(figure["indicator"], figure)
            for cell in row.iter(f"{SVG}text"):
                figure = first.get(cell.get("data-figure"))
                if figure is None or figure["unit"] == "CNY":
                    continue
                said = " ".join(cell.itertext()).replace(",", "")
                net, whole = figure["net"]["value"], figure.get("denominator")
                is_there = rf"(?<!\d){net}/{whole['value']}(?!\d)" if whole else rf"(?<![\d.]){net}(?![\d.])"
                assert re.search(is_there, said), (zone, figure["indicator"], said)
                found += 1
    return found


def main():
    folder, figures = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
    on_page, in_pictures = page_says(folder, figures["figures"]), pictures_say(folder, figures)
    assert on_page > 10 and in_pictures > 10, (on_page, in_pictures)
    print(f"{on_page} figures on the page and {in_pictures} cells of the pictures are as the figures have them")


if __name__ == "__main__":
    main()
