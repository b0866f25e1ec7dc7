"""The vocabulary that ships, read by the rules that ship: its own names, the shops of Milan, and everyday prose."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from importlib import resources

import pytest

from matcher.lexicon.language import detect
from matcher.lexicon.resolver import SkillResolver
from matcher.lexicon.skills import Skills, default_skills


@pytest.fixture(scope="module")
def skills() -> Skills:
    return default_skills()


@pytest.fixture(scope="module")
def resolver(skills: Skills) -> SkillResolver:
    return SkillResolver(skills)


def names(skills: Skills) -> Iterator[tuple[str, str, str, float]]:
    """Skill, language, what it is called and the least confidence that name deserves."""
    for skill in skills:
        for language in ("it", "en"):
            for name in (skill.labels[language], *skill.synonyms[language]):
                yield skill.id, language, name, 1.0
            for name in (*skill.practitioners[language], *skill.verbs[language]):
                yield skill.id, language, name, 0.95


def test_there_are_as_many_concepts_as_promised(skills: Skills) -> None:
    assert len(skills) >= 600


def test_every_name_leads_to_its_skill(resolver: SkillResolver, skills: Skills) -> None:
    lost = [
        (skill, name)
        for skill, language, name, confidence in names(skills)
        if {link.skill: link.confidence for link in resolver.links(name, language)}.get(skill, 0.0) < confidence
    ]
    assert lost == []


def test_the_language_of_a_name_is_rarely_mistaken(skills: Skills) -> None:
    languages: dict[str, set[str]] = {}
    for _, language, name, _ in names(skills):
        languages.setdefault(name.casefold(), set()).add(language)
    told = [(language, detect(name)) for _, language, name, _ in names(skills) if len(languages[name.casefold()]) == 1]
    verdicts = Counter("right" if said == true else "unsure" if said is None else "wrong" for true, said in told)
    assert verdicts["right"] / len(told) > 0.9
    assert verdicts["wrong"] / len(told) < 0.03


def test_the_trade_of_nearly_every_historic_shop_is_understood(resolver: SkillResolver) -> None:
    with (resources.files("fixtures") / "milan_historic_shops.csv").open("r", encoding="utf-8") as file:
        trades = {row["attività"] for row in csv.DictReader(file)}
    unknown = {trade for trade in trades if not resolver.links(trade, "it")}
    assert len(trades) > 250
    assert len(unknown) / len(trades) < 0.02


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("cerco una sartoria per divise", "tailoring"),
        ("cerco una sartoria per divise", "uniforms"),
        ("sarta per riparazioni", "tailoring"),
        ("bookbinder near Porta Romana", "bookbinding"),
        ("rilego tesi e libri", "bookbinding"),
        ("orafo", "goldsmithing"),
        ("orafa", "goldsmithing"),
        ("jewellery maker", "jewellery-making"),
        ("jewelry makers", "jewellery-making"),
        ("lavorazione argento a cera persa", "lost-wax-casting"),
        ("liutai", "lutherie"),
        ("taglio laser su legno", "wood-laser-cutting"),
        ("laser cutting and engraving", "laser-engraving"),
        ("taglio e incisione laser", "laser-cutting"),
        ("stampa in 3D di prototipi", "3d-printing"),
        ("falegnme", "carpentry"),
        ("tapezziere", "upholstery"),
        ("ceramista", "ceramics"),
        ("restauro di mobili antichi", "furniture-restoration"),
        ("furniture restorer", "furniture-restoration"),
        ("programmazione Arduino", "arduino"),
        ("soluzioni di IA", "artificial-intelligence"),
        ("AI for small workshops", "artificial-intelligence"),
        ("anelli d'oro", "gold"),
        ("pet leather care", "leather-repair"),
        ("Riparazione, vendita biciclette", "bicycle-repair"),
        ("taglio, incisione laser", "laser-cutting"),
        ("stampa 3D con filamento riciclato", "recycled-filament"),
        ("schede elettroniche flessibili", "printed-electronics"),
        ("targhe in ottone", "brass"),
        ("leather bags", "leather"),
    ],
)
def test_understands_what_people_write(resolver: SkillResolver, text: str, skill: str) -> None:
    assert skill in {link.skill for link in resolver.links(text)}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("pet leather care", "bags"),
        ("pet leather care", "leather-goods"),
        ("orologio", "gold"),
        ("oroscopo", "gold"),
        ("medaglia d'oro", "gold"),
        ("carta di credito", "paper"),
        ("vendo ai clienti", "artificial-intelligence"),
        ("a bottle of latte", "tin-pewter"),
        ("latte fresco", "tin-pewter"),
        ("the social fabric of the district", "fabrics"),
        ("search engine", "engines"),
        ("it is safe to say", "locksmithing"),
        ("nonni che sappiano cucire", "sandblasting"),
        ("abbigliamento, articoli sportivi", "sportswear"),
        ("mould treatment of damp books", "mould-making"),
    ],
)
def test_is_not_taken_in_by_what_looks_alike(resolver: SkillResolver, text: str, skill: str) -> None:
    assert skill not in {link.skill for link in resolver.links(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Il treno per Genova parte alle otto del mattino.",
        "Mia sorella abita al terzo piano e sogna spesso il mare.",
        "Abbiamo camminato a lungo senza trovare nessuno.",
        "Quando tornano a casa i bambini hanno sempre fame.",
        "The meeting was moved to next Thursday because of the rain.",
        "She has been living abroad since her parents moved.",
        "Nobody knows why the river changed its course.",
        "I would rather stay at home and read until late.",
    ],
)
def test_everyday_sentences_name_no_skill(resolver: SkillResolver, text: str) -> None:
    assert resolver.links(text) == ()


def test_suggestions_for_the_first_letters_of_a_trade(skills: Skills) -> None:
    assert "tailoring" in {hit.skill for hit in skills.search("sart", language="it")}
    assert skills.search("bookbinding", language="en")[0].skill == "bookbinding"
