"""The words of which the registry for measurements is made. Nothing and nobody in it exists."""

ORIGINS = (
    "Afghanischer", "Albanischer", "Angolanischer", "Arabischer", "Armenischer", "Aserbaidschanischer",
    "Assyrischer", "Bosnischer", "Bulgarischer", "Chilenischer", "Eritreischer", "Georgischer",
    "Ghanaischer", "Griechischer", "Guineischer", "Indischer", "Indonesischer", "Irakischer", "Iranischer",
    "Italienischer", "Jemenitischer", "Jesidischer", "Kamerunischer", "Kenianischer", "Kolumbianischer",
    "Kongolesischer", "Kroatischer", "Kurdischer", "Lateinamerikanischer", "Libanesischer",
    "Marokkanischer", "Mazedonischer", "Nigerianischer", "Pakistanischer", "Persischer", "Polnischer",
    "Portugiesischer", "Rumänischer", "Russischsprachiger", "Senegalesischer", "Serbischer", "Somalischer",
    "Spanischer", "Sudanesischer", "Syrischer", "Tamilischer", "Togoischer", "Tschetschenischer",
    "Tunesischer", "Türkischer", "Ukrainischer", "Vietnamesischer",
)  # fmt: skip

PURPOSES = (
    "Arbeitskreis", "Bildungsverein", "Bücherkreis", "Chor", "Elternverein", "Familienbund", "Filmklub",
    "Frauenverein", "Freundeskreis", "Gesprächskreis", "Jugendverband", "Kulturverein", "Mütterkreis",
    "Musikverein", "Nachbarschaftshilfe-Verein", "Schachklub", "Seniorentreff", "Sportverein",
    "Sprachverein", "Tanzkreis", "Theaterverein", "Väterkreis", "Wohlfahrtsverein",
)  # fmt: skip

DISTRICTS = {
    "altstadt": "Altstadt", "brackwede": "Brackwede", "dornberg": "Dornberg", "gadderbaum": "Gadderbaum",
    "heepen": "Heepen", "hillegossen": "Hillegossen", "joellenbeck": "Jöllenbeck", "lohheide": "Lohheide",
    "mitte": "Mitte", "oldentrup": "Oldentrup", "quelle": "Quelle", "schildesche": "Schildesche",
    "senne": "Senne", "sennestadt": "Sennestadt", "stieghorst": "Stieghorst", "theesen": "Theesen",
    "ubbedissen": "Ubbedissen", "ummeln": "Ummeln", "vilsendorf": "Vilsendorf",
}  # fmt: skip

FOCUS_AREAS = {
    "culture": "Kultur", "education": "Bildung", "encounter": "Begegnung", "health": "Gesundheit",
    "language": "Sprache", "religion": "Religion", "self-help": "Selbsthilfe", "sport": "Sport",
    "volunteering": "Ehrenamt", "work": "Arbeit und Beruf",
}  # fmt: skip

TARGET_GROUPS = {
    "children": "Kinder", "families": "Familien", "men": "Männer", "parents": "Eltern",
    "refugees": "Geflüchtete", "seniors": "Ältere Menschen", "women": "Frauen",
    "young-people": "Jugendliche",
}  # fmt: skip

TOPICS = {
    "association-law": "Vereinsrecht", "funding": "Fördermittel", "premises": "Räume",
    "publicity": "Öffentlichkeit", "qualification": "Qualifizierung",
    "volunteers": "Ehrenamtliche gewinnen",
}  # fmt: skip

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "ku", "pl", "pt", "ru", "sq", "ti", "tr", "uk", "vi")

GIVEN = (
    "Adnan", "Aleksandra", "Amina", "Ayşe", "Carlos", "Dilan", "Elena", "Fatima", "Gülay", "Hanna", "Igor",
    "Jasmina", "Karim", "Leyla", "Maria", "Mehmet", "Nadia", "Oksana", "Paulo", "Rania", "Selam", "Tarek",
    "Ümit", "Viktor", "Yusuf", "Zeynep",
)  # fmt: skip

FAMILY = (
    "Abdi", "Aydın", "Bakır", "Celik", "Demir", "El Amrani", "Fernández", "Gebremariam", "Haddad",
    "Ivanova", "Jovanović", "Kaya", "Kowalska", "Lê", "Mbeki", "Nguyễn", "Öztürk", "Petrenko", "Qasim",
    "Rossi", "Şahin", "Tesfay", "Ünal", "Vuković", "Yıldız", "Zimmermann",
)  # fmt: skip

STREETS = (
    "Ahornweg", "Am Alten Markt", "Bahnhofstraße", "Bergweg", "Feldstraße", "Gartenstraße", "Hauptstraße",
    "Kirchweg", "Lindenallee", "Mühlenstraße", "Rosenweg", "Schulstraße", "Teichstraße", "Wiesenweg",
)  # fmt: skip

ROLES = ("Vorsitz", "Stellvertretender Vorsitz", "Kasse", "Schriftführung", "Projektleitung")

OFFERS = (
    "Sprachcafé", "Hausaufgabenhilfe", "Begleitung zu Ämtern", "Sonntagsfrühstück", "Nähwerkstatt",
    "Krabbelgruppe", "Bewerbungshilfe", "Fahrradkurs", "Tanzabend", "Rechtsberatung", "Gartengruppe",
    "Gesundheitstreff",
)  # fmt: skip

AGENDA = (
    ("begruessung", "Begrüßung und Vorstellung", "opening"),
    ("berichte", "Berichte aus den Vereinen", "information"),
    ("foerdermittel", "Fördermittel der Stadt: Fristen und Formulare", "talk"),
    ("verabredungen", "Verabredungen", "decision"),
)

RESULTS = (
    "Der Raum kann ab dem nächsten Quartal auch abends genutzt werden. Der Hausdienst hat den Plan.",
    "Die Frist für Anträge endet früher als im Vorjahr. Zwei Vereine bieten Hilfe beim Ausfüllen an.",
    "Das Sommerfest soll wieder gemeinsam stattfinden. Gesucht werden Helferinnen und Helfer für den Aufbau.",
    "Mehrere Vereine wünschen eine Schulung zum Vereinsrecht. Das Thema wird vorgemerkt.",
)

ACTIONS = (
    "Liste der freien Räume verschicken", "Vorlage für den Antrag herumschicken",
    "Termin für die Schulung finden", "Stand auf dem Sommerfest anmelden",
    "Kontakt zum Jobcenter herstellen",
)  # fmt: skip

VENUES = (
    "Ahornsaal",
    "Bürgerhaus am Teich",
    "Lindenraum",
    "Nachbarschaftszentrum Süd",
    "Ratskeller",
    "Rosensaal",
)

# Ranges that the German regulator keeps free for film and fiction; digits behind them are extensions.
PHONE_RANGES = ("221 4710", "30 23125", "40 66969", "69 90009", "89 99998")
