"""What invented profiles say, in Italian and English: sentences with blanks, and what fills them.

The blanks of an item are `{name}` (what a skill is called), `{person}` (who has it), `{doing}` (what they do),
`{material}`, `{client}`, `{how}`, `{pieces}` and `{days}`.
"""

from __future__ import annotations

from matcher.lexicon.skills.csv_files import SkillKind


def words(listed: str) -> tuple[str, ...]:
    """The elements of a list parted by bars."""
    return tuple(listed.split("|"))


MADE, DONE, STUFF = "made", "done", "stuff"
MANNERS = {
    SkillKind.TRADE: MADE,
    SkillKind.TECHNIQUE: MADE,
    SkillKind.PRODUCT: MADE,
    SkillKind.MACHINE: DONE,
    SkillKind.SERVICE: DONE,
    SkillKind.TECHNOLOGY: DONE,
    SkillKind.FIELD: DONE,
    SkillKind.MATERIAL: STUFF,
}
"""How items speak of a skill, by its kind."""

OFFERS = {
    "it": {
        MADE: (
            "{name}",
            "{name} {how}",
            "{name} in {material}",
            "{name} per {client}",
            "{name} {how} per {client}",
            "{name} in {material} per {client}",
            "{name}, da {pieces} pezzi",
            "{name}: consegna in {days} giorni",
            "{name} e {other}",
            "{doing} per {client}",
            "{doing}, anche in {material}",
            "corsi di {name}",
        ),
        DONE: ("{name}", "{name} per {client}", "{name} {how}", "{name} e {other}", "{name} in {days} giorni"),
        STUFF: ("{name}", "{name} per {client}", "vendita di {name}", "{name} in piccole quantità", "scarti di {name}"),
    },
    "en": {
        MADE: (
            "{name}",
            "{name} {how}",
            "{name} in {material}",
            "{name} for {client}",
            "{name} {how} for {client}",
            "{name} in {material} for {client}",
            "{name}, from {pieces} pieces",
            "{name}, ready in {days} days",
            "{name} and {other}",
            "we {doing} for {client}",
            "we {doing}, also in {material}",
            "courses in {name}",
        ),
        DONE: ("{name}", "{name} for {client}", "{name} {how}", "{name} and {other}", "{name} within {days} days"),
        STUFF: ("{name}", "{name} for {client}", "sale of {name}", "{name} in small quantities", "offcuts of {name}"),
    },
}
SEEKS = {
    "it": {
        MADE: (
            "{name}",
            "{name} in {material}",
            "{name} {how}",
            "{name}, {pieces} pezzi",
            "{name} entro {days} giorni",
            "chi faccia {name} {how}",
            "{person} per {client}",
            "{person} con cui lavorare in coppia",
            "{person} che sappia di {other}",
            "qualcuno che sappia {doing}",
        ),
        DONE: ("{name}", "{name} per {client}", "{person} per {client}", "aiuto con {name}", "{name}, {pieces} pezzi"),
        STUFF: (
            "{name}",
            "fornitore di {name}",
            "{name} per {client}",
            "{name} in piccole quantità",
            "scarti di {name}",
        ),
    },
    "en": {
        MADE: (
            "{name}",
            "{name} in {material}",
            "{name} {how}",
            "{name}, {pieces} pieces",
            "{name} within {days} days",
            "somebody for {name} {how}",
            "{person} for {client}",
            "{person} to work with",
            "{person} who knows {other}",
            "somebody who can {doing}",
        ),
        DONE: ("{name}", "{name} for {client}", "{person} for {client}", "help with {name}", "{name}, {pieces} pieces"),
        STUFF: ("{name}", "supplier of {name}", "{name} for {client}", "{name} in small lots", "offcuts of {name}"),
    },
}
"""Items of each side, by language and manner."""

HOW = {
    "it": words("su misura|su disegno|in piccola serie|a mano|conto terzi|chiavi in mano|su richiesta|a domicilio"),
    "en": words("to measure|to drawing|in small series|by hand|for third parties|on request|on site|in batches"),
}
CLIENTS = {
    "it": words(
        "ristoranti|alberghi|architetti|negozi|scuole|teatri|musei|botteghe|marchi emergenti|startup|matrimoni|fiere|"
        "case editrici|cooperative|condomini|officine|designer|fotografi|sartorie|pasticcerie|gallerie|biblioteche"
    ),
    "en": words(
        "restaurants|hotels|architects|shops|schools|theatres|museums|workshops|young brands|startups|weddings|fairs|"
        "publishers|cooperatives|offices|garages|designers|photographers|tailors|bakeries|galleries|libraries"
    ),
}

OWNED = (
    (0.37, {"it": "una stampante 3D", "en": "a 3D printer"}),
    (0.07, {"it": "una stampante a resina", "en": "a resin printer"}),
    (0.14, {"it": "un incisore laser", "en": "a laser cutter"}),
    (0.07, {"it": "un pantografo CNC", "en": "a CNC router"}),
    (0.06, {"it": "una fresatrice da banco", "en": "a desktop mill"}),
    (0.05, {"it": "una mini CNC", "en": "a small CNC"}),
    (0.05, {"it": "un plotter da taglio", "en": "a vinyl cutter"}),
    (0.36, {"it": "un oscilloscopio", "en": "a soldering station"}),
)
"""What makers own, with the share of them that does."""
WORKPLACES = (
    (0.51, {"it": "a casa", "en": "at home"}),
    (0.38, {"it": "in un makerspace", "en": "in a makerspace"}),
    (0.28, {"it": "in bottega", "en": "in a workshop"}),
    (0.22, {"it": "in ufficio", "en": "in an office"}),
    (0.07, {"it": "in un coworking", "en": "in a coworking"}),
    (0.06, {"it": "in officina", "en": "in a machine shop"}),
)
"""Where makers work."""
SERVED = (
    (0.72, {"it": "professionisti", "en": "professionals"}),
    (0.72, {"it": "maker", "en": "makers"}),
    (0.69, {"it": "imprese", "en": "companies"}),
    (0.66, {"it": "studenti", "en": "students"}),
    (0.62, {"it": "artigiani", "en": "craftspeople"}),
    (0.59, {"it": "enti pubblici", "en": "public bodies"}),
    (0.48, {"it": "bambini", "en": "children"}),
    (0.38, {"it": "disoccupati", "en": "job seekers"}),
    (0.28, {"it": "pensionati", "en": "retired people"}),
    (0.24, {"it": "investitori", "en": "investors"}),
)
"""Whom fab labs, makerspaces and other spaces serve."""
RUN = (
    (0.79, {"it": "corsi di {course}", "en": "courses in {course}"}),
    (0.69, {"it": "progettazione su richiesta", "en": "design on demand"}),
    (0.62, {"it": "eventi aperti al quartiere", "en": "exhibitions for the neighbourhood"}),
    (0.52, {"it": "fabbricazione su richiesta", "en": "fabrication on demand"}),
    (0.45, {"it": "ricerca sui materiali", "en": "research on materials"}),
    (0.45, {"it": "workshop progettuali", "en": "co-design afternoons"}),
    (0.34, {"it": "riparazione di {mended}", "en": "repair of {mended}"}),
    (0.31, {"it": "software libero", "en": "free software"}),
    (0.28, {"it": "macchine aperte a tutti", "en": "machine tools for the trade"}),
    (0.28, {"it": "scrivanie in coworking", "en": "desk space in a coworking"}),
)
"""What spaces offer; the blanks are filled with `COURSES` and `MENDED`."""
COURSES = {
    "it": words("stampa 3D|taglio laser|fresatura CNC|cucito|ceramica|falegnameria|saldatura|Arduino|grafica"),
    "en": words("3D printing|laser cutting|CNC milling|sewing|ceramics|carpentry|welding|Arduino|graphics"),
}
MENDED = {
    "it": words("elettrodomestici|biciclette|giocattoli|mobili|abiti|lampade|radio|strumenti musicali"),
    "en": words("appliances|bicycles|toys|furniture|clothes|lamps|radios|musical instruments"),
}
