"""What invented profiles and the people behind them are called."""

from __future__ import annotations

from random import Random

from benchmarks.synthetic.wording import words
from matcher.domain.profiles import Kind, OrganisationType

_HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "it": {
        Kind.ARTISAN: ("Bottega", "Laboratorio", "Officina", "Sartoria", "Atelier", "Falegnameria", "Legatoria"),
        Kind.STARTUP: ("Progetto", "Studio", "Impresa"),
        OrganisationType.COMPANY: ("Azienda", "Gruppo", "Ditta", "Edizioni"),
    },
    "en": {
        Kind.ARTISAN: ("Workshop", "Studio", "House of", "The"),
        Kind.STARTUP: ("Project", "Labs", "New"),
        OrganisationType.COMPANY: ("Company", "Group", "Brothers"),
    },
}
_SPACES: dict[OrganisationType, tuple[str, ...]] = {
    OrganisationType.FABLAB: ("FabLab",),
    OrganisationType.MAKERSPACE: ("Makerspace",),
    OrganisationType.INCUBATOR: ("Incubatore",),
    OrganisationType.HUB: ("Hub",),
    OrganisationType.SCHOOL: ("Scuola",),
    OrganisationType.ASSOCIATION: ("Associazione",),
    OrganisationType.PUBLIC_BODY: ("Ufficio",),
    OrganisationType.SPACE: ("Spazio",),
}
_NOUNS = {
    "it": words(
        "Nebbia|Cortile|Ringhiera|Glicine|Tartaruga|Lanterna|Trottola|Pioggia|Forbice|Incudine|Bottone|Rocchetto|"
        "Scintilla|Gelso|Naviglio|Tramonto|Civetta|Pialla|Cometa|Zolla|Tegola|Vento|Ortica|Melagrana|Rondine|Sasso|Ginepro|Tasso"
    ),
    "en": words(
        "Otter|Lantern|Bobbin|Kettle|Anvil|Thistle|Sparrow|Pebble|Harbour|Ember|Meadow|Ladder|Copper|Willow|Beacon|"
        "Pivot|Saddle|Acorn|Feather|Mallet|Ribbon|Canyon|Orchard|Puddle|Compass|Walnut|Magpie|Heron"
    ),
}
_QUALITIES = {
    "it": words("Gentile|Storta|Felice|Distratta|Blu|Lenta|Sospesa|Cruda|Ostinata|Minore|Chiara|Obliqua|Nona|Muta"),
    "en": words("Crooked|Gentle|Happy|Idle|Blue|Slow|Hanging|Raw|Stubborn|Minor|Clear|Oblique|Ninth|Silent|Lively"),
}
_FIRST = words(
    "Ornella|Mirta|Efisio|Ludmilla|Priamo|Elvira|Ignatius|Zita|Ermete|Clelia|Tazio|Nives|Oberto|Fedora|Igino|Melania|"
    "Aurelio|Dafne|Rocco|Yasmin|Chen|Amadou|Irina|Beatriz|Wanda|Otello|Silvana|Teo|Ginevra|Ugo"
)
_LAST = words(
    "Vastapane|Calzetta|Tagliabosco|Pennacchini|Bodonetti|Millesimi|Blotwell|Ferrigni|Maglioli|Sottocasa|Trapanese|"
    "Colombera|Brambati|Ghirlanda|Pozzobon|Malnati|Quaglieri|Testoni|Rubbiani|Spazzini|Bellavite|Cantalupi"
)
_CALLED = {"it": "{head} {noun} {quality}", "en": "{head} {quality} {noun}"}


def called(random: Random, language: str, kind: Kind, type_: OrganisationType | None) -> str:
    """A name for a profile; one in four bears somebody's surname too."""
    heads = _SPACES[type_] if type_ in _SPACES else _HEADS[language][type_ or kind]
    name = _CALLED[language].format(
        head=random.choice(heads), noun=random.choice(_NOUNS[language]), quality=random.choice(_QUALITIES[language])
    )
    return f"{name} {random.choice(_LAST)}" if random.random() < 0.25 else name


def person(random: Random) -> str:
    """Somebody's first and last name."""
    return f"{random.choice(_FIRST)} {random.choice(_LAST)}"


def group(random: Random, number: int) -> str:
    """The body behind some of the profiles around this number."""
    return f"Gruppo {random.choice(_NOUNS['it'])} {number // 200}"
