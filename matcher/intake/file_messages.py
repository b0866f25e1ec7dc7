"""The sentences for whole files, in English and Italian."""

from __future__ import annotations

_SAVE_EN = "Save the table as CSV or XLSX and import that."
_SAVE_IT = "Salva la tabella come CSV o XLSX e importa quella."

THINGS: dict[str, dict[str, tuple[str, str]]] = {
    "png": {"en": ("a PNG image", _SAVE_EN), "it": ("un'immagine PNG", _SAVE_IT)},
    "jpeg": {"en": ("a JPEG image", _SAVE_EN), "it": ("un'immagine JPEG", _SAVE_IT)},
    "gif": {"en": ("a GIF image", _SAVE_EN), "it": ("un'immagine GIF", _SAVE_IT)},
    "tiff": {"en": ("a TIFF image", _SAVE_EN), "it": ("un'immagine TIFF", _SAVE_IT)},
    "webp": {"en": ("a WebP image or a recording", _SAVE_EN), "it": ("un'immagine WebP o una registrazione", _SAVE_IT)},
    "pdf": {
        "en": ("a PDF document", "Ask for the spreadsheet it was printed from, saved as CSV or XLSX."),
        "it": ("un documento PDF", "Chiedi il foglio da cui è stato stampato, salvato come CSV o XLSX."),
    },
    "xls": {
        "en": ("an old Excel or Office file (.xls, .doc)", "Open it and save it as XLSX."),
        "it": ("un vecchio file Excel o Office (.xls, .doc)", "Aprilo e salvalo come XLSX."),
    },
    "locked-xlsx": {
        "en": ("a spreadsheet locked with a password", "Open it, remove the password and save it again."),
        "it": ("un foglio protetto da password", "Aprilo, togli la password e salvalo di nuovo."),
    },
    "xlsb": {
        "en": ("a binary Excel workbook (.xlsb)", "Open it and save it as XLSX."),
        "it": ("una cartella Excel binaria (.xlsb)", "Aprila e salvala come XLSX."),
    },
    "ods": {
        "en": ("an OpenDocument file", "Open it in LibreOffice and save it as XLSX or CSV."),
        "it": ("un file OpenDocument", "Aprilo in LibreOffice e salvalo come XLSX o CSV."),
    },
    "docx": {"en": ("a Word document", _SAVE_EN), "it": ("un documento Word", _SAVE_IT)},
    "pptx": {"en": ("a PowerPoint presentation", _SAVE_EN), "it": ("una presentazione PowerPoint", _SAVE_IT)},
    "zip": {
        "en": ("a ZIP archive that holds no spreadsheet", "Unpack it and import the CSV or XLSX inside."),
        "it": ("un archivio ZIP che non è un foglio di calcolo", "Estrailo e importa il CSV o l'XLSX che contiene."),
    },
    "archive": {
        "en": ("a compressed archive", "Unpack it and import the CSV or XLSX inside."),
        "it": ("un archivio compresso", "Estrailo e importa il CSV o l'XLSX che contiene."),
    },
    "html": {
        "en": ("a web page, perhaps under the name of a spreadsheet", "Open it in a spreadsheet and save it as XLSX."),
        "it": ("una pagina web, forse col nome di un foglio di calcolo", "Aprila in un foglio di calcolo e salvala come XLSX."),
    },
    "xml": {"en": ("an XML document", _SAVE_EN), "it": ("un documento XML", _SAVE_IT)},
    "rtf": {"en": ("an RTF text", _SAVE_EN), "it": ("un testo RTF", _SAVE_IT)},
    "json-array": {
        "en": ("one JSON array", "Write one object on each line, without brackets and commas between them (NDJSON)."),
        "it": ("un unico array JSON", "Scrivi un oggetto per riga, senza parentesi quadre né virgole tra loro (NDJSON)."),
    },
    "json-pretty": {
        "en": ("a JSON object spread over several lines", "Write each object on one line (NDJSON)."),
        "it": ("un oggetto JSON su più righe", "Scrivi ogni oggetto su una sola riga (NDJSON)."),
    },
    "binary": {"en": ("no text and no spreadsheet that is known", _SAVE_EN), "it": ("né testo né un foglio noto", _SAVE_IT)},
}

FILE_MESSAGES: dict[str, dict[str, str]] = {
    "not-a-table": {"en": "{name} is {what}. {remedy}", "it": "{name} è {what}. {remedy}"},
    "missing-file": {
        "en": "There is no file {name}. Check the path and the spelling.",
        "it": "Il file {name} non c'è. Controlla il percorso e come è scritto.",
    },
    "folder": {
        "en": "{name} is a folder. Name one file in it.",
        "it": "{name} è una cartella. Indica un file al suo interno.",
    },
    "unreadable": {
        "en": "{name} cannot be read ({reason}). Check its permissions.",
        "it": "{name} non si può leggere ({reason}). Controlla i permessi.",
    },
    "empty": {
        "en": "{name} is empty. Export the table again, with its header row.",
        "it": "{name} è vuoto. Esporta di nuovo la tabella, con la riga di intestazione.",
    },
    "too-big": {
        "en": "{name} has {size} MB, more than the {limit} MB allowed. Split it into smaller files.",
        "it": "{name} ha {size} MB, più dei {limit} MB ammessi. Dividilo in file più piccoli.",
    },
    "unpacks-too-big": {
        "en": "{name} unpacks to more than the {limit} MB allowed. Copy the table alone into a new spreadsheet.",
        "it": "{name} estratto supera i {limit} MB ammessi. Copia la sola tabella in un foglio nuovo.",
    },
    "too-many-rows": {
        "en": "{name} has more than {limit} rows. Split it into smaller files.",
        "it": "{name} ha più di {limit} righe. Dividilo in file più piccoli.",
    },
    "too-many-columns": {
        "en": "{name} has more than {limit} columns. Delete the columns that are not profiles' data.",
        "it": "{name} ha più di {limit} colonne. Elimina quelle che non descrivono i profili.",
    },
    "damaged": {
        "en": "{name} is damaged and cannot be read to its end ({reason}). Open it in a spreadsheet and save it again.",
        "it": "{name} è danneggiato e non si legge fino in fondo ({reason}). Aprilo in un foglio di calcolo e salvalo di nuovo.",
    },
    "no-such-sheet": {
        "en": "{name} has no sheet “{sheet}”. It has: {sheets}.",
        "it": "{name} non ha il foglio “{sheet}”. Ha: {sheets}.",
    },
    "no-rows-in-sheets": {
        "en": "Every sheet of {name} is empty. Export the table again, with its header row.",
        "it": "Tutti i fogli di {name} sono vuoti. Esporta di nuovo la tabella, con la riga di intestazione.",
    },
    "missing-columns": {
        "en": "{name} lacks {missing}. Its columns are: {found}.{nearest} A header that works: {example}",
        "it": "In {name} manca {missing}. Le colonne sono: {found}.{nearest} Un'intestazione che funziona: {example}",
    },
    "mapping-unknown-column": {
        "en": "The mapping names the column “{column}”, which {name} does not have. Its columns are: {found}.",
        "it": "La mappatura nomina la colonna “{column}”, che {name} non ha. Le colonne sono: {found}.",
    },
    "mapping-unknown-field": {
        "en": "The mapping gives “{column}” the field “{field}”, which does not exist. Fields are: {fields}.",
        "it": "La mappatura dà a “{column}” il campo “{field}”, che non esiste. I campi sono: {fields}.",
    },
    "mapping-field-twice": {
        "en": "The mapping gives the field “{field}” to two columns. Keep one; only {repeatable} take several.",
        "it": "La mappatura dà il campo “{field}” a due colonne. Tienine una; solo {repeatable} ne accettano più d'una.",
    },
}

NOTES: dict[str, dict[str, str]] = {
    "skipped-lines": {
        "en": "{count} line(s) above the header were skipped.",
        "it": "Righe saltate sopra l'intestazione: {count}.",
    },
    "similar-header": {
        "en": "Column “{column}” was read as “{field}” ({alias}).",
        "it": "La colonna “{column}” è stata letta come “{field}” ({alias}).",
    },
    "repeated-field": {
        "en": "Column “{column}” was ignored: “{other}” gives “{field}” already.",
        "it": "La colonna “{column}” è stata ignorata: “{other}” dà già “{field}”.",
    },
    "assumed-kind": {
        "en": "There is no column for the kind: every profile was taken as an artisan.",
        "it": "Manca la colonna del genere: ogni profilo è stato preso come artigiano.",
    },
    "remembered-mapping": {
        "en": "The columns were mapped as for an earlier file with this header.",
        "it": "Le colonne sono state associate come per un file precedente con questa intestazione.",
    },
    "undecodable-bytes": {
        "en": "Some characters could not be decoded: the file mixes encodings.",
        "it": "Alcuni caratteri non si sono potuti decodificare: il file mescola codifiche.",
    },
    "no-rows": {
        "en": "There is no row below the header.",
        "it": "Non c'è nessuna riga sotto l'intestazione.",
    },
}

MISSING: dict[str, dict[str, str]] = {
    "name": {"en": "a column for the name", "it": "una colonna per il nome"},
    "items": {
        "en": "a column for what is offered, sought or described",
        "it": "una colonna per ciò che si offre, si cerca o si descrive",
    },
    "and": {"en": " and ", "it": " e "},
    "nearest": {
        "en": " Perhaps “{column}” is meant as “{alias}”: rename it, or give the mapping.",
        "it": " Forse “{column}” sta per “{alias}”: rinominala, o indica la mappatura.",
    },
}
