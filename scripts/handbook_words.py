"""What the generated pages of the handbook say around what the program says, in both languages."""

from __future__ import annotations

WORDS = {
    "en": {
        "generated": "Made by `make docs` from the source. Change the source, not this page.",
        "checks": "Checks",
        "checks_intro": (
            "Every finding has a code. This page says what each code means, with a registry that fails"
            " and one that passes; both run as the check's test. The same page in the terminal:"
            " `mo-registry explain MO203`."
        ),
        "severities": (
            "Only an **error** makes `mo-registry validate` leave with 1. A **warning** counts under"
            " `--strict`. A note (**information**) never counts."
        ),
        "silence": (
            "Where a finding is right and the value is right all the same, a comment on its line allows"
            " it: `# allow MO313: the chair speaks for both`. The reason is needed, and what is allowed is"
            " counted. What a check counts in a whole registry is settled in `data/registry.yaml`, for"
            " instance `checks: {MO313: off}`. The codes MO101 to MO117 always count: what they find was"
            " not read."
        ),
        "MO1": "MO1xx: files and fields",
        "MO2": "MO2xx: references",
        "MO3": "MO3xx: duplicates",
        "MO4": "MO4xx: templates",
        "fields": "Fields",
        "fields_intro": (
            "Every key of every file. An editor that reads JSON Schema shows the same texts while you"
            " type (`mo-registry schema`)."
        ),
        "paths": (
            "`contacts[]` stands for each item of the list `contacts`; `venues.<id>` for each entry of"
            " the block `venues`, which you name yourself."
        ),
        "values": "How values are written",
        "value": "value",
        "example": "for instance",
        "key": "key",
        "needed": "needed",
        "yes": "yes",
        "otherwise": "otherwise {value}",
        "list": "list: {item}",
        "block": "block by id: {item}",
        "entry": "block: {link}",
        "list_of_entries": "list of blocks: {link}",
        "block_of_entries": "blocks by id: {link}",
        "choice": "one of {choices}",
        "Text": "text",
        "Prose": "long text",
        "Id": "id",
        "Reference": "id of something else",
        "Date": "date, or part of one",
        "Day": "day",
        "Time": "time",
        "Count": "number",
        "Flag": "yes or no",
        "Labels": "text in each language",
        "Text_about": "one line, at most 500 characters",
        "Prose_about": "several lines; Markdown where a document prints it",
        "Id_about": "small letters, digits and hyphens; you choose it",
        "Reference_about": "the id of an organisation, network, venue or term, as its field says",
        "Date_about": "a day; a month or a year where no more is known",
        "Day_about": "year-month-day",
        "Time_about": "hours:minutes, local time",
        "Count_about": "a whole number from 0, without a unit",
        "Flag_about": "`true` or `false`",
        "Labels_about": "a block: the language's code, then the text",
        "list_about": "in brackets, or one item a line with a hyphen",
        "list_name": "list",
        "commands": "Commands",
        "commands_intro": "What `--help` shows behind each command.",
        "exits": "Exit codes",
        "exit": "code",
        "exit_0": "no error; everything was done",
        "exit_1": (
            "at least one error was found (with `--strict` a warning too), or something could not be made"
        ),
        "exit_2": "the command line is wrong, or nothing sensible can be done; the message says why",
        "exit_3": "a mistake in mo-registry itself; the message names a file with the details",
        "exit_130": "stopped with Ctrl-C",
        "command": "command",
    },
    "de": {
        "generated": (
            "Von `make docs` aus dem Programm erzeugt. Bitte das Programm ändern, nicht diese Seite."
        ),
        "checks": "Prüfungen",
        "checks_intro": (
            "Jede Meldung hat einen Code. Diese Seite sagt, was jeder Code bedeutet, mit einem"
            " Register, das beanstandet wird, und einem, das in Ordnung ist; beide laufen als Test der"
            " Prüfung. Dieselbe Seite im Terminal: `mo-registry explain MO203`."
        ),
        "severities": (
            "Nur nach einem **Fehler** endet `mo-registry validate` mit 1. Eine **Warnung** zählt mit"
            " `--strict`. Ein **Hinweis** zählt nie."
        ),
        "silence": (
            "Ist die Meldung richtig und der Wert trotzdem gewollt, erlaubt ihn ein Kommentar in"
            " derselben Zeile: `# allow MO313: der Vorsitz spricht für beide`. Der Grund ist nötig, und"
            " Erlaubtes wird gezählt. Was eine Prüfung im ganzen Register zählt, steht in"
            " `data/registry.yaml`, zum Beispiel `checks: {MO313: off}`. MO101 bis MO117 zählen immer: Was"
            " sie finden, wurde nicht gelesen."
        ),
        "MO1": "MO1xx: Dateien und Felder",
        "MO2": "MO2xx: Verweise",
        "MO3": "MO3xx: Doppeltes",
        "MO4": "MO4xx: Vorlagen",
        "fields": "Felder",
        "fields_intro": (
            "Jeder Schlüssel jeder Datei. Ein Editor, der JSON Schema liest, zeigt dieselben Texte beim"
            " Tippen (`mo-registry schema`)."
        ),
        "paths": (
            "`contacts[]` steht für jeden Punkt der Liste `contacts`; `venues.<id>` für jeden Eintrag des"
            " Blocks `venues`, den man selbst benennt."
        ),
        "values": "Wie Werte geschrieben werden",
        "value": "Wert",
        "example": "zum Beispiel",
        "key": "Schlüssel",
        "needed": "nötig",
        "yes": "ja",
        "otherwise": "sonst {value}",
        "list": "Liste: {item}",
        "block": "Block nach Kennung: {item}",
        "entry": "Block: {link}",
        "list_of_entries": "Liste von Blöcken: {link}",
        "block_of_entries": "Blöcke nach Kennung: {link}",
        "choice": "eins von {choices}",
        "Text": "Text",
        "Prose": "langer Text",
        "Id": "Kennung",
        "Reference": "Kennung von etwas anderem",
        "Date": "Datum oder ein Teil davon",
        "Day": "Tag",
        "Time": "Uhrzeit",
        "Count": "Zahl",
        "Flag": "ja oder nein",
        "Labels": "Text in jeder Sprache",
        "Text_about": "eine Zeile, höchstens 500 Zeichen",
        "Prose_about": "mehrere Zeilen; Markdown, wo ein Schriftstück ihn druckt",
        "Id_about": "kleine Buchstaben, Ziffern und Bindestriche; frei gewählt",
        "Reference_about": (
            "die Kennung einer Organisation, eines Netzwerks, Ortes oder Begriffs, wie das Feld sagt"
        ),
        "Date_about": "ein Tag; ein Monat oder Jahr, wo mehr nicht bekannt ist",
        "Day_about": "Jahr-Monat-Tag",
        "Time_about": "Stunden:Minuten, Ortszeit",
        "Count_about": "eine ganze Zahl ab 0, ohne Einheit",
        "Flag_about": "`true` oder `false`",
        "Labels_about": "ein Block: das Kürzel der Sprache, dann der Text",
        "list_about": "in eckigen Klammern, oder je Zeile ein Punkt mit Bindestrich",
        "list_name": "Liste",
        "commands": "Befehle",
        "commands_intro": "Was `--help` hinter jedem Befehl zeigt.",
        "exits": "Womit ein Befehl endet",
        "exit": "Zahl",
        "exit_0": "kein Fehler; alles ist getan",
        "exit_1": (
            "mindestens ein Fehler (mit `--strict` auch eine Warnung), oder etwas ließ sich nicht herstellen"
        ),
        "exit_2": "der Aufruf stimmt nicht, oder es gibt nichts Sinnvolles zu tun; die Meldung sagt, warum",
        "exit_3": "ein Fehler in mo-registry selbst; die Meldung nennt eine Datei mit den Einzelheiten",
        "exit_130": "mit Strg-C abgebrochen",
        "command": "Befehl",
    },
}
