"""The sentences for rows, in English and Italian: what is expected of a cell and how to mend it."""

from __future__ import annotations

FRAMES = {
    "en": {
        "line": "line {line}",
        "column": ", column “{column}”",
        "found": "found “{found}”",
        "nothing": "found nothing",
        "error": "{found}, expected {expected}. {remedy}",
    },
    "it": {
        "line": "riga {line}",
        "column": ", colonna “{column}”",
        "found": "trovato “{found}”",
        "nothing": "non c'è niente",
        "error": "{found}, atteso {expected}. {remedy}",
    },
}

ERRORS: dict[str, dict[str, tuple[str, str]]] = {
    "ragged": {
        "en": ("{width} cells, as in the header", "Add or remove separators; put text that holds a “{separator}” in quotes."),
        "it": (
            "{width} celle, come nell'intestazione",
            "Aggiungi o togli separatori; metti tra virgolette il testo che contiene “{separator}”.",
        ),
    },
    "unclosed-quote": {
        "en": ("a closing quotation mark", "Close or remove the quotation mark; inside a quoted text write it twice (\"\")."),
        "it": (
            "virgolette chiuse",
            "Chiudi o togli le virgolette; dentro un testo tra virgolette scrivile doppie (\"\").",
        ),
    },
    "line-too-long": {
        "en": ("a line of at most {limit} characters", "Break the line: a row may be missing its line end."),
        "it": ("una riga di al più {limit} caratteri", "Spezza la riga: forse manca un a capo."),
    },
    "cell-too-long": {
        "en": ("at most {limit} characters", "Shorten the text."),
        "it": ("al più {limit} caratteri", "Accorcia il testo."),
    },
    "too-many-items": {
        "en": ("at most {limit} items", "Keep the most important ones."),
        "it": ("al più {limit} voci", "Tieni le più importanti."),
    },
    "bad-json": {
        "en": ("one JSON object on the line", "Mend the line: {reason}."),
        "it": ("un oggetto JSON sulla riga", "Correggi la riga: {reason}."),
    },
    "bad-json-object": {
        "en": ("a JSON object, such as {{\"name\": …}}", "Put the profile's fields between braces."),
        "it": ("un oggetto JSON, per esempio {{\"name\": …}}", "Metti i campi del profilo tra parentesi graffe."),
    },
    "bad-json-items": {
        "en": ("texts, or objects with “text” and “need” (must or want)", "Write each item as a text."),
        "it": ("testi, oppure oggetti con “text” e “need” (must o want)", "Scrivi ogni voce come testo."),
    },
    "bad-json-value": {
        "en": ("a text, a number, or true or false", "Write a single value here."),
        "it": ("un testo, un numero, oppure true o false", "Scrivi qui un solo valore."),
    },
    "undecodable": {
        "en": ("readable characters", "Type the letters shown as “\ufffd” again, and save the file as UTF-8."),
        "it": ("caratteri leggibili", "Riscrivi le lettere che appaiono come “\ufffd” e salva il file in UTF-8."),
    },
    "control-character": {
        "en": ("text without control characters", "Delete the invisible character {character} and type the text again."),
        "it": ("testo senza caratteri di controllo", "Elimina il carattere invisibile {character} e riscrivi il testo."),
    },
    "excel-error": {
        "en": ("a value", "The spreadsheet's formula fails here: mend it, or type the value."),
        "it": ("un valore", "Qui la formula del foglio dà errore: correggila o scrivi il valore."),
    },
    "missing-name": {
        "en": ("a name", "Write the name of the person, workshop or organisation."),
        "it": ("un nome", "Scrivi il nome della persona, della bottega o dell'organizzazione."),
    },
    "nothing-to-match": {
        "en": ("something offered, sought or described", "Fill in at least one of the columns offers, seeks and description."),
        "it": ("qualcosa che si offre, si cerca o si descrive", "Compila almeno una delle colonne offre, cerca e descrizione."),
    },
    "bad-kind": {
        "en": ("artisan, startup or organisation", "{nearest}Or write a sort of organisation, such as company or fablab."),
        "it": (
            "artigiano, startup o organizzazione",
            "{nearest}Oppure scrivi un tipo di organizzazione, come azienda o fablab.",
        ),
    },
    "bad-type": {
        "en": ("a sort of organisation ({types})", "{nearest}Write one of these, or leave it empty."),
        "it": ("un tipo di organizzazione ({types})", "{nearest}Scrivi uno di questi, o lascia vuoto."),
    },
    "type-without-organisation": {
        "en": ("no type, for the profile is of kind {kind}", "Empty this cell, or set the kind to organisation."),
        "it": ("nessun tipo, perché il profilo è di genere {kind}", "Svuota la cella, o scrivi organizzazione come genere."),
    },
    "bad-number": {
        "en": ("a whole number of 0 or more", "Write digits only, such as 1000."),
        "it": ("un numero intero da 0 in su", "Scrivi solo cifre, per esempio 1000."),
    },
    "run-order": {
        "en": ("a maximum of at least {minimum}", "Swap the smallest and the largest run, or correct one of them."),
        "it": ("un massimo di almeno {minimum}", "Scambia lotto minimo e massimo, o correggine uno."),
    },
    "bad-days": {
        "en": ("a number of days", "Write digits, or “2 weeks”."),
        "it": ("un numero di giorni", "Scrivi cifre, o “2 settimane”."),
    },
    "bad-coordinate": {
        "en": (
            "degrees from -{limit} to {limit}",
            "Write decimal degrees, such as {example}; if the spreadsheet added points, format the column as text.",
        ),
        "it": (
            "gradi da -{limit} a {limit}",
            "Scrivi gradi decimali, per esempio {example}; se il foglio ha aggiunto punti, dai alla colonna il formato testo.",
        ),
    },
    "half-coordinates": {
        "en": ("both latitude and longitude", "Fill in the other one, or empty this cell."),
        "it": ("sia latitudine sia longitudine", "Compila anche l'altra, o svuota questa cella."),
    },
    "bad-date": {
        "en": ("a day, such as 2026-03-31 or 31/03/2026", "Write day, month and year, the day first."),
        "it": ("un giorno, per esempio 31/03/2026 o 2026-03-31", "Scrivi giorno, mese e anno, prima il giorno."),
    },
    "bad-consent": {
        "en": ("yes or no", "Write yes only if the person agreed."),
        "it": ("sì o no", "Scrivi sì solo se la persona ha acconsentito."),
    },
    "bad-truth": {
        "en": ("yes or no", "Write yes or no, or leave it empty."),
        "it": ("sì o no", "Scrivi sì o no, o lascia vuoto."),
    },
    "bad-cap": {
        "en": ("a postcode of five digits", "Write it as 20121; format the column as text to keep leading zeros."),
        "it": ("un CAP di cinque cifre", "Scrivilo come 20121; dai alla colonna il formato testo per tenere gli zeri iniziali."),
    },
    "no-such-municipio": {
        "en": ("a Municipio that exists ({existing})", "{nearest}Write its number, such as “3” or “Municipio 3”."),
        "it": ("un Municipio che esiste ({existing})", "{nearest}Scrivi il numero, come “3” o “Municipio 3”."),
    },
    "no-such-nil": {
        "en": ("a district (NIL) that exists ({existing})", "{nearest}Write its number or its name."),
        "it": ("un quartiere (NIL) che esiste ({existing})", "{nearest}Scrivi il numero o il nome."),
    },
    "bad-email": {
        "en": ("an e-mail address", "Write one address, such as name@example.org."),
        "it": ("un indirizzo e-mail", "Scrivi un indirizzo, per esempio nome@example.org."),
    },
    "bad-phone": {
        "en": ("a telephone number", "Write all its digits; format the column as text so that none is lost."),
        "it": ("un numero di telefono", "Scrivi tutte le cifre; dai alla colonna il formato testo per non perderne."),
    },
    "bad-id": {
        "en": ("an identifier", "Use up to {limit} letters, digits, and - _ . : @ +, or empty the cell to have one made."),
        "it": (
            "un identificativo",
            "Usa al più {limit} lettere, cifre e - _ . : @ +, o svuota la cella per averne uno automatico.",
        ),
    },
    "duplicate-id": {
        "en": ("an identifier used once", "Line {first} has it already: remove one of the two rows, or give this one another id."),
        "it": (
            "un identificativo usato una volta sola",
            "C'è già alla riga {first}: togli una delle due righe, o dai a questa un altro id.",
        ),
    },
    "same-name-and-address": {
        "en": (
            "a profile listed once",
            "Line {first} has the same name and address: remove one of the two rows, or give both an id.",
        ),
        "it": (
            "un profilo elencato una volta sola",
            "La riga {first} ha lo stesso nome e indirizzo: togli una delle due righe, o dai un id a entrambe.",
        ),
    },
}

WARNINGS: dict[str, dict[str, str]] = {
    "mended-encoding": {
        "en": "read as “{read}”: the file mixes encodings, save it as UTF-8.",
        "it": "letto come “{read}”: il file mescola codifiche, salvalo in UTF-8.",
    },
    "unknown-district": {
        "en": "this is no known district{nearest}; the place was left open.",
        "it": "non è un quartiere conosciuto{nearest}; il luogo è rimasto aperto.",
    },
    "unsure-district": {
        "en": "read as {read}.",
        "it": "letto come {read}.",
    },
    "cap-elsewhere": {
        "en": "this postcode is outside {city}.",
        "it": "questo CAP è fuori da {city}.",
    },
    "point-elsewhere": {
        "en": "these coordinates are outside {city}.",
        "it": "queste coordinate sono fuori da {city}.",
    },
    "unknown-language": {
        "en": "this language is not known; it was left out.",
        "it": "questa lingua non è conosciuta; è stata lasciata fuori.",
    },
    "unusable-website": {
        "en": "this is no web address; it was left out.",
        "it": "non è un indirizzo web; è stato lasciato fuori.",
    },
    "no-consent": {
        "en": "without consent the profile is kept but takes no part in matching.",
        "it": "senza consenso il profilo è conservato ma non partecipa agli abbinamenti.",
    },
    "assumed-type": {
        "en": "the type of organisation is missing; taken as {type}.",
        "it": "manca il tipo di organizzazione; preso come {type}.",
    },
    "no-items": {
        "en": "nothing offered or sought was found in the description.",
        "it": "nella descrizione non si è trovato niente che si offra o si cerchi.",
    },
    "beyond-the-table": {
        "en": "this cell is under no header; it was left out.",
        "it": "questa cella non è sotto nessuna intestazione; è stata lasciata fuori.",
    },
}
