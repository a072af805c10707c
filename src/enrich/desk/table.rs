//! The closed table of desks, and the codes and words that name them. Data and nothing else.

/// Desks and the words that name them; a row's first entry is the desk. Lower case, `&` as `and`.
#[rustfmt::skip]
pub static DESKS: &[&[&str]] = &[
    &["world", "international", "foreign", "global", "abroad", "overseas", "africa", "asia", "europe",
      "middle east", "mideast", "americas", "latin america", "asia pacific", "world news", "international news",
      "foreign news", "worldnews", "int", "intl", "un", "diplomacy", "conflict", "war", "udland", "utenriks",
      "utrikes", "ausland",
      "internacional", "internazionale", "mondo", "mundo", "monde", "mir", "esteri", "extranjero", "etranger",
      "étranger", "buitenland", "ulkomaat", "unr", "ovr", "oversea", "в мире", "мир", "دولي", "العالم"],
    &["national", "nation", "us", "u s", "us news", "usa", "domestic", "uk", "uk news", "uk-news", "us-news",
      "national news", "inland", "innenriks", "indland", "inrikes", "australia news", "india", "states", "domestic news",
      "nacional", "interni", "binnenland", "kotimaa", "brasil", "suisse", "basisdienst inland"],
    &["politics", "political", "politikk", "washington", "election", "elections", "elections 2012", "government",
      "white house", "congress", "parliament", "politik", "pol", "politica", "domestic politics",
      "politiikka", "politik inland", "politique", "politiek", "política", "pl", "политика", "سياسة"],
    &["business", "financial", "finance", "economy", "economics", "money", "markets", "market", "companies",
      "business and finance", "business news", "business day", "companies and markets", "personal finance",
      "economy business and finance", "wirtschaft", "økonomi", "økonomi og næringsliv", "erhverv", "ekonomi", "economie", "eco", "fin", "industry", "energy",
      "real estate", "commodities", "stocks", "labour", "labor", "small business", "media", "property",
      "agriculture", "farming", "cars", "autos", "automobiles", "media and marketing", "advertising",
      "talous", "economia", "economía", "économie", "ekonomia", "экономика", "اقتصاد", "wi", "oec", "ebf",
      "lab", "arbeidsliv", "arbeitsmarkt", "investing", "auto", "financial services", "næringsliv"],
    &["sports", "sport", "sports news", "football", "soccer", "baseball", "basketball", "cricket", "golf", "tennis",
      "rugby", "hockey", "olympics", "racing", "boxing", "athletics", "nfl", "nba", "mlb", "nhl", "sss", "spo",
      "cycling", "formula one", "formula 1", "motorsport", "horse racing", "swimming", "rugby union",
      "rugby league", "ice hockey", "college sports",
      "urheilu", "deportes", "esportes", "desporto", "sporten", "idrett", "idrott", "sp", "spe", "спорт",
      "رياضة", "sport and leisure"],
    &["entertainment", "arts", "art", "culture", "cultural", "calendar", "movies", "film", "films", "music",
      "television", "tv", "theater", "theatre", "books", "book review", "arts and leisure", "showbiz", "stage",
      "dance", "arts and entertainment", "the arts", "celebrity", "celebrities", "television and radio",
      "arts culture and entertainment", "arts culture entertainment and media", "weekend arts", "bookworld",
      "show", "cul", "kultur", "games", "hollywood", "ent", "art and design", "tv and radio",
      "cultura", "cultuur", "kulttuuri", "ku", "ace", "spettacoli", "espectaculos", "espectáculos", "nöje",
      "viihde", "feuilleton", "tv times", "game", "awards", "gente", "культура", "ثقافة", "fun", "comics"],
    &["science", "sciences", "space", "science and environment", "sci", "science news", "discoveries", "vitenskap og teknologi",
      "ciencia", "ciência", "scienza", "wissen", "wissenschaft", "wetenschap", "tiede", "наука", "علوم"],
    &["technology", "tech", "sci tech", "science and technology", "internet", "computers", "computing", "personal tech",
      "circuits", "gadgets", "cyber", "digital", "technology news", "sci-tech",
      "tecnologia", "tecnología", "tecnologie", "technologie", "technik", "netzwelt", "teknologi", "apps",
      "cybersecurity", "innovation", "технологии", "تكنولوجيا"],
    &["health", "medicine", "medical", "health and fitness", "wellness", "health and science", "well", "hth",
      "health news", "healthcare",
      "salud", "saude", "saúde", "salute", "santé", "sante", "gesundheit", "gezondheid", "terveys",
      "nutrition", "pharma", "weight loss", "здоровье", "صحة"],
    &["environment", "environmental", "climate", "nature", "wildlife", "environment news", "climate change",
      "env", "medio ambiente", "ambiente", "naturaleza", "environnement", "umwelt", "milieu", "ympäristö",
      "miljø", "miljö"],
    &["lifestyle", "life", "living", "style", "styles", "food", "dining", "fashion", "home", "home and garden",
      "garden", "gardening", "society", "leisure", "family", "lifestyle and leisure", "view", "life and style",
      "lifeandstyle", "dining in dining out", "fashion and style", "house and home", "weddings", "cooking",
      "relationships", "recipes", "life and leisure", "the home",
      "lif", "soi", "sociedad", "societa", "société", "societe", "gesellschaft", "samfunn", "общество"],
    &["travel", "tourism", "travel news", "tra",
      "reise", "reisen", "viajes", "viagens", "viaggi", "voyages", "turismo"],
    &["weather", "weather news", "wea", "weather forecast",
      "wetter", "tiempo", "meteo", "météo", "vær", "väder"],
    &["opinion", "opinions", "editorial", "editorials", "op ed", "op-ed", "oped", "comment", "commentary", "columns",
      "columnists", "letters", "letters to the editor", "leaders", "analysis", "commentisfree", "perspective",
      "viewpoint", "comment is free", "blogs", "editorial pages", "editorial page",
      "opinión", "opinie", "meinung", "mening", "mielipide", "editorial writers", "ideas", "op-eds"],
    &["obituaries", "obituary", "obits", "obit", "deaths", "notable deaths", "death notices", "paid notice deaths",
      "nachrufe", "obituarios"],
    &["crime", "courts", "law", "police", "legal", "crime and courts", "justice", "cops", "law and order",
      "crime law and justice", "court", "crimes",
      "clj", "sucesos", "justicia", "tribunales", "cronaca nera", "faits divers", "justice et faits divers",
      "rikos"],
    &["education", "schools", "school", "universities", "higher education", "education news", "students",
      "edu", "educacion", "educación", "educação", "bildung", "onderwijs", "utdanning"],
    &["religion", "faith", "religious", "church", "religion and belief", "belief", "religion news", "beliefs",
      "rel", "religión", "religião", "kirche", "uskonto"],
    &["local", "metro", "metropolitan", "city", "regional", "region", "state", "state and regional", "community",
      "new york region", "nyregion", "n y region", "local news", "suburban", "county", "the city", "state news",
      "metro news", "neighborhoods", "neighbors", "town", "westchester", "communities", "city news",
      "local govt", "regions", "regio", "lokales", "regionales", "lokalt", "westside", "eastside", "southside",
      "northside", "southeast", "southwest", "northeast", "northwest", "south bay", "countywide", "bwg", "brb",
      "hsh", "nsb", "nwf", "lni", "lno", "lnw", "lhe", "lby", "lsw", "lrs", "lth", "lmv", "bbb"],
    &["features", "feature", "special", "specials", "special report", "magazine", "weekend", "sunday", "advance",
      "human interest", "week in review", "soft news", "odd", "oddly enough", "odd news", "profile", "profiles",
      "survey", "supplement", "long reads", "offbeat", "weird news",
      "hum", "vm", "vermischtes", "panorama", "aus aller welt", "varia", "fait divers", "minaldounia",
      "منوعات", "nuestro tiempo", "fact check", "fact checking", "factchecking", "wide angle"],
    &["disaster", "disasters", "disaster and accident", "accidents", "disaster accident and emergency incident",
      "emergencies", "disasters and accidents",
      "dis", "katastrophen"],
    &["other", "miscellaneous", "misc", "general", "general news", "top news", "lotteries", "lottery", "briefs",
      "news in brief", "page one",
      "gen", "late final", "front page", "home page", "homepage", "breaking news", "latest", "latest news",
      "top stories", "headlines", "news", "articles"],
];

/// ANPA/NAA category letters. `v` (advisories) is a kind of copy, not a desk.
#[rustfmt::skip]
pub static LETTERS: &[(u8, &str)] = &[
    (b'a', "national"), (b'b', "national"), (b'c', "features"), (b'd', "lifestyle"), (b'e', "entertainment"),
    (b'f', "business"), (b'g', "national"), (b'i', "world"), (b'j', "other"), (b'k', "opinion"),
    (b'l', "lifestyle"), (b'n', "national"), (b'o', "weather"), (b'p', "politics"), (b'q', "sports"),
    (b'r', "sports"), (b's', "sports"), (b't', "travel"), (b'u', "world"), (b'w', "politics"),
    (b'x', "world"), (b'z', "sports"),
];

/// First two digits of an IPTC subject code, which the tops of Media Topics keep; from 01.
pub static SUBJECTS: [&str; 17] = [
    "entertainment",
    "crime",
    "disaster",
    "business",
    "education",
    "environment",
    "health",
    "features",
    "business",
    "lifestyle",
    "politics",
    "religion",
    "science",
    "lifestyle",
    "sports",
    "world",
    "weather",
];

/// All desks, in the order of the table.
pub fn desks() -> impl Iterator<Item = &'static str> {
    DESKS.iter().filter_map(|row| row.first().copied())
}

/// Words that name a desk at the end of a longer name, whatever stands before: `Domestic Sport`,
/// `Commercial Real Estate`.
#[rustfmt::skip]
pub static ENDS: &[&str] = &[
    "sport", "sports", "politics", "business", "finance", "economy", "football", "soccer", "music", "film",
    "travel", "weather", "health", "science", "technology", "opinion", "education", "crime", "culture",
    "environment", "estate", "inland", "ausland", "politik", "wirtschaft", "apps",
];

/// Words that make any name a local section: `Ventura County Life`, `San Gabriel Valley`, dpa's
/// `Landesdienst Hessen`.
pub static LOCAL: &[&str] = &["county", "valley", "landesdienst", "regioline", "regionaldienst"];
