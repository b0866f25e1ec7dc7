"""A folder of training texts small enough to hold in mind."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from embeddings.training.holdout import is_held_out

KEPT = [name for name in map("occupation-{}".format, range(40)) if not is_held_out(name)][:3]
HELD_OUT = [name for name in map("occupation-{}".format, range(40)) if is_held_out(name)][:2]
SARTO, FORNAIO, COSTUMISTA = KEPT
CALZOLAIO, ORAFO = HELD_OUT

SYNSETS = [
    {"en": ["shoemaker", "bootmaker"], "it": ["calzolaio", "ciabattino"], "gloss": "a person who makes shoes"},
    {"en": ["bind"], "it": ["rilegare"], "gloss": "put a cover on a book"},
    {"en": ["goldsmith"], "it": [], "gloss": "an artisan who makes jewelry of gold"},
]
ITALIAN = {
    SARTO: ("sarto/sarta", "sarto su misura\nsarta su misura", "Il sarto cuce abiti. Prende le misure."),
    FORNAIO: ("fornaio/fornaia", "panettiere\nCiabattino", "Il fornaio fa il pane."),
    COSTUMISTA: ("costumista", "", "Il costumista veste gli attori."),
    CALZOLAIO: ("calzolaio/calzolaia", "ciabattino\ncalzolaio\ncalzolaio su misura", "Il calzolaio fa scarpe."),
    ORAFO: ("orafo / orafa", "orefice", "L'orafo lavora l'oro."),
    "italian-only": ("liutaio", "", ""),
    "untitled": (" ", "", ""),
}
ENGLISH = {
    SARTO: ("tailor", "bespoke tailor\ndressmaker", "Tailors sew clothes. They take measures."),
    FORNAIO: ("baker", "bread baker", "Bakers bake bread."),
    COSTUMISTA: ("Costume Maker", "wardrobe maker", "Costume makers dress actors."),
    CALZOLAIO: ("shoemaker", "cobbler", "Shoemakers make shoes."),
    ORAFO: ("goldsmith", "gold jeweller\ncostume maker", "Goldsmiths work gold."),
    "untitled": ("luthier", "", ""),
}
SCORED = {
    "it": [("un uomo cuce", "un sarto cuce", 4), ("il pane", "una scarpa", 0), ("una donna", "un pane", 1)],
    "en": [("a man sews", "a tailor sews", 4), ("the bread", "a shoe", 0), ("a woman", "a bread", 1)],
}
ACTIVITIES = [("15.20", "Fabbricazione di calzature", "Manufacture of footwear"), ("32.12", "Oreficeria", "Jewellery")]


def write_data_folder(folder: Path) -> Path:
    """Write encoder/, reference/ and evaluation/; the folder."""
    for part in ("encoder", "reference", "evaluation"):
        (folder / part).mkdir(parents=True)
    with gzip.open(folder / "encoder" / "wordnet_it_en.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(synset) + "\n" for synset in SYNSETS)
    for language, rows in SCORED.items():
        for split in ("train", "dev", "test"):
            _write_csv(folder / "encoder" / f"stsb-{language}-{split}.csv", rows)
    _write_reference(folder / "reference")
    _write_evaluation(folder / "evaluation")
    return folder


def _write_reference(folder: Path) -> None:
    header = ("conceptUri", "preferredLabel", "altLabels", "description")
    for language, occupations in (("it", ITALIAN), ("en", ENGLISH)):
        rows = [(f"http://data.europa.eu/esco/occupation/{name}", *texts) for name, texts in occupations.items()]
        _write_csv(folder / f"occupations_{language}.csv", [header, *rows])
    groups = {"it": [("7531", "Sarti"), ("0", "Forze armate")], "en": [("7531", "Tailors")]}
    for language, named in groups.items():
        _write_csv(folder / f"ISCOGroups_{language}.csv", [("code", "preferredLabel"), *named])
    _write_csv(folder / "noga2008_it_en_fr_de.csv", [("code", "label_it", "label_en"), *ACTIVITIES])


def _write_evaluation(folder: Path) -> None:
    """Sets in which a query's answer has its id; occupations are asked for by a man's title."""
    known = [*KEPT, *HELD_OUT]
    italian = {name: ITALIAN[name][0].partition("/")[0].strip() for name in known}
    english = {name: ENGLISH[name][0] for name in known}
    _write_set(folder / "esco_title_it2en", italian, english)
    _write_set(
        folder / "esco_desc_it2en",
        {name: ITALIAN[name][2] for name in known},
        {name: ENGLISH[name][2] for name in known},
    )
    _write_set(folder / "esco_title2desc_it", italian, {name: ITALIAN[name][2] for name in known})
    _write_set(
        folder / "nace_class_it2en", {code: it for code, it, _ in ACTIVITIES}, {code: en for code, _, en in ACTIVITIES}
    )


def _write_set(folder: Path, queries: dict[str, str], documents: dict[str, str]) -> None:
    folder.mkdir()
    for file, texts in (("queries.tsv", queries), ("corpus.tsv", documents)):
        (folder / file).write_text("".join(f"{name}\t{text}\n" for name, text in texts.items()), encoding="utf-8")
    qrels = "".join(f"{query}\t0\t{query}\t1\n" for query in queries)
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")


def _write_csv(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
