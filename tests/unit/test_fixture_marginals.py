"""The synthetic makers own, offer and serve what 134 real ones told the Makers' Inquiry (openp2pdesign, 2014)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import fixtures

FOLDER = Path(fixtures.__file__).parent
TOLERANCE = 0.06
SAID_IN_DESCRIPTION = {"owns (makers)", "works at (makers)", "serves (spaces)"}


@dataclass(frozen=True)
class Share:
    """So many of `asked` makers or spaces answered yes; `words` find those of ours that say so."""

    group: str
    what: str
    yes: int
    asked: int
    words: str


SHARES = [
    Share("owns (makers)", "FDM 3D printer", 49, 132, r"stampant[ei] 3D|a filamento|3D printers?|filament printer"),
    Share("owns (makers)", "resin 3D printer", 9, 132, r"stampant[ei] a resina|resin printer"),
    Share(
        "owns (makers)",
        "laser cutter or engraver",
        18,
        132,
        r"CO2|(tagliatrice|incisore|plotter|taglio|uso il) laser|laser (cutter|engraver)",
    ),
    Share("owns (makers)", "large CNC mill", 9, 132, r"pantografo CNC|CNC router|banco CNC"),
    Share("owns (makers)", "precision desktop mill", 8, 132, r"fresatrice da banco|desktop mill"),
    Share("owns (makers)", "other small CNC", 7, 132, r"mini CNC|piccola CNC|small CNC"),
    Share("owns (makers)", "vinyl cutter", 7, 132, r"plotter da taglio|vinyl cutter"),
    Share(
        "owns (makers)",
        "electronics bench",
        48,
        132,
        r"Arduino|Raspberry|ESP32|saldator[ei]\b|solder|oscillosc|banco di elettronica",
    ),
    Share(
        "works at (makers)",
        "home",
        68,
        134,
        r"\bcasa\b|soggiorno|cantina|garage|\bhome\b|my (flat|cellar|garage)",
    ),
    Share("works at (makers)", "makerspace or fab lab", 51, 134, r"makerspace|fab ?lab"),
    Share("works at (makers)", "craft workshop", 37, 134, r"laboratorio|bottega|workshop"),
    Share("works at (makers)", "office", 29, 134, r"uffici|\bstudio\b|offices?\b"),
    Share("works at (makers)", "coworking", 9, 134, r"coworking"),
    Share("works at (makers)", "machine shop", 8, 134, r"officina|machine shop"),
    Share(
        "offers (spaces)",
        "training and courses",
        23,
        29,
        r"\bcors[oi]\b|formazione|laboratori di|laboratori musicali|\bcourses?\b|"
        r"training|upskilling|teach",
    ),
    Share(
        "offers (spaces)",
        "design on demand",
        20,
        29,
        r"progettazione su richiesta|progettiamo|progettat[ie]|progettazione di|disegniamo|"
        r"design on demand|design and prototyping|design of|we design|design sprints",
    ),
    Share(
        "offers (spaces)",
        "cultural events",
        18,
        29,
        r"event|mostr[ae]|fest[ae]|concert|fier[ae]|mercatin|serate|sfilat|exhibition|"
        r"parties|shows?\b|talks|opening",
    ),
    Share(
        "offers (spaces)",
        "fabrication on demand",
        15,
        29,
        r"su richiesta: CNC|fabbricazione su richiesta|cuciti su richiesta|stampa 3D su richiesta|"
        r"tornitura e fresatura su richiesta|fabrication on demand|on demand in|printing on demand|"
        r"prototypes on demand|prototyping on demand",
    ),
    Share("offers (spaces)", "research", 13, 29, r"ricerc|research"),
    Share(
        "offers (spaces)",
        "product-system design workshops",
        13,
        29,
        r"sistemi-prodotto|workshop progettual|product-service|co-design|design sprint",
    ),
    Share("offers (spaces)", "repair and refurbishing", 10, 29, r"ripar|rigener|manutenzione di|repair|refurbish|mend"),
    Share("offers (spaces)", "software", 9, 29, r"software|programmazione|coding"),
    Share(
        "offers (spaces)",
        "machine and tool design",
        8,
        29,
        r"(macchine|attrezzature)[^.]{0,20}(open source|speciali|utensili)|special machines|"
        r"machine tools|macchine aperte",
    ),
    Share("offers (spaces)", "coworking", 8, 29, r"coworking|desk space|scrivanie"),
    Share("serves (spaces)", "professionals", 21, 29, r"professionist|professional"),
    Share("serves (spaces)", "makers", 21, 29, r"\bmakers?\b"),
    Share("serves (spaces)", "companies", 20, 29, r"impres[ae]|compan|firms?\b"),
    Share("serves (spaces)", "students", 19, 29, r"student"),
    Share("serves (spaces)", "craftspeople", 18, 29, r"artigian|craftspeople|artisans"),
    Share("serves (spaces)", "institutions", 17, 29, r"\benti\b|enti pubblici|\bente\b|scuole|public bod|institutions"),
    Share("serves (spaces)", "children", 14, 29, r"bambin|ragazzi|children"),
    Share("serves (spaces)", "unemployed", 11, 29, r"disoccupat|unemployed|job seekers"),
    Share("serves (spaces)", "retired people", 8, 29, r"pensionat|retired"),
    Share("serves (spaces)", "investors", 7, 29, r"investor|finanziator|investitori"),
    Share("speaks (all)", "Italian", 126, 134, r"\bit\b"),
    Share("speaks (all)", "English", 119, 134, r"\ben\b"),
    Share("speaks (all)", "French", 24, 134, r"\bfr\b"),
    Share("speaks (all)", "Spanish", 22, 134, r"\bes\b"),
    Share("speaks (all)", "German", 7, 134, r"\bde\b"),
    Share("speaks (all)", "Portuguese", 5, 134, r"\bpt\b"),
]


def saying(share: Share, makers: list[dict[str, str]]) -> float:
    """Our share of those who say it."""
    return sum(bool(re.search(share.words, told(share, maker), re.IGNORECASE)) for maker in makers) / len(makers)


def told(share: Share, maker: dict[str, str]) -> str:
    if share.group == "speaks (all)":
        return maker["languages"]
    return maker["description"] + ("" if share.group in SAID_IN_DESCRIPTION else " " + maker["offers"])


def asked(share: Share, everyone: list[dict[str, str]]) -> list[dict[str, str]]:
    if share.group == "speaks (all)":
        return everyone
    space = share.group.endswith("(spaces)")
    return [maker for maker in everyone if (maker["kind"] == "organisation") == space and maker["type"] != "company"]


@pytest.fixture(scope="module")
def everyone() -> list[dict[str, str]]:
    with (FOLDER / "milan_makers_synthetic.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("share", SHARES, ids=lambda share: f"{share.group}: {share.what}")
def test_our_share_is_near_the_inquirys(share: Share, everyone: list[dict[str, str]]) -> None:
    ours = saying(share, asked(share, everyone))
    assert ours == pytest.approx(share.yes / share.asked, abs=TOLERANCE)


def test_the_table_in_the_readme_is_what_the_data_say(everyone: list[dict[str, str]]) -> None:
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    ours = [saying(share, asked(share, everyone)) for share in SHARES]
    assert [line for line in lines if line.endswith("% |")] == [
        f"| {share.group} | {share.what} | {share.yes / share.asked:.0%} | {our:.0%} |"
        for share, our in zip(SHARES, ours, strict=True)
    ]
