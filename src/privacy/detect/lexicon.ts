/**
 * Words of the special categories of Art. 9 GDPR and of offences (Art. 10), German and English.
 * "wort*" is the beginning of a word, "*wort" its end, anything else the whole word. Words of two meanings that
 * shops use every day (Karte, union, Partei, grün) are left out or asked for in a phrase.
 */
export type Topic = "health" | "religion" | "union" | "politics" | "sexLife" | "biometrics" | "offence";

export const LEXICON: Readonly<Record<Topic, string>> = {
  health: `
    krank kranke kranker kranken krankheit* krankenhaus* krankgeschrieben* krankschreibung* krankmeldung* *krankheit *krankheiten *erkrankung *erkrankungen erkrank* arzt ärztin* ärzt* hausarzt* *arzt *ärztin *ärzte diagnos* attest* klinik* *klinik rezeptpflicht* medikament* medizinisch* arznei*
    therapie* *therapie *therapeut *therapeutin psychi* psycho* depress* *depression *depressionen burnout burn-out angststörung* *störung schizophren* bipolar* borderline autis* adhs adhd krebs *krebs krebs* tumor* *tumor chemo* metasta* leukämie* diabet* insulin* blutzucker* blutdruck* herzinfarkt* schlaganfall* bandscheib*
    asthma* epilep* parkinson* alzheimer* demen* rheuma* arthr* multiple-sklerose sklerose hiv aids hepatitis* tuberkulose* allergi* *allergie migräne* schwanger* *schwangerschaft fehlgeburt* abtreibung* behindert* behinderung* *behinderung schwerbehind* rollstuhl* pflegegrad* pflegestufe* pflegebedürft* prothes* hörgerät* inkontinen*
    operation operationen operiert* reha rehabilit* krankenkasse* krankenversicher* sucht suchtkrank* *sucht alkoholiker* alkoholabhängig* drogen* entzugs* dialyse* transplant* infektion* corona-positiv covid* verletz* unfallfolgen gebrochen* palliativ* sterbehilfe suizid* selbstmord* magersucht* bulimi* essstörung* impfung* geimpft ungeimpft blutgruppe* gendefekt* erbkrankheit* unfruchtbar* potenz* erektions*
    illness* disease* doctor doctors physician* hospital* clinic clinics diagnosis diagnosed diagnoses surgery surgeries medication* medicine* prescription* therapy therapist* psychiatr* psycholog* depression depressed anxiety schizophren* cancer cancers tumour* chemotherap* leukaemia* leukemia* diabetic* seizure* stroke dementia* arthritis pregnan* miscarriage* abortion* disabled disability disabilities wheelchair* prosthe* addict* addiction* alcoholic* overdose* suicid* infertil* infected infection* vaccin* allerg* injur* sick insulin pacemaker* ptsd`,
  religion: `
    religi* konfession* katholi* evangelisch* protestant* christlich* kirche kirchen* muslim* moslem* islam* moschee* jüdisch* jude juden jüdin* synagoge* buddhis* hindu* atheis* zeugen-jehovas orthodox* getauft taufe koran bibel ramadan koscher halal priester* pfarrer* rabbi* imam imams
    catholic* christian christians church churches mosque* jewish jew jews judaism synagogue* buddhist* atheist* sikh* mormon* quran koran bible kosher baptis* faith-based`,
  union: `
    gewerkschaft* *gewerkschaft betriebsrat* betriebsrät* personalrat* verdi ver.di streikend* streikgeld streikbruch unionised unionized unionist* vertrauensleute`,
  politics: `
    parteimitglied* parteibuch* parteizugehör* cdu csu spd fdp afd linkspartei npd kommunis* sozialis* faschis* nazi* rechtsextrem* linksextrem* politisch* wahlkampf* weltanschau* asylbewerb* asylantrag* flüchtling* geflüchtet* ethnisch* rassis* migrationshintergrund
    republican* conservative-party labour-party communis* socialis* fascis* far-right far-left political politically refugee* ethnic* racial* racist* asylum*`,
  sexLife: `
    sexuell* sexual* sexleben homosexu* heterosexu* bisexu* schwul* lesb* transgender* transsexu* transident* intersexu* nonbinär* queer* lgbt* prostitu* hiv-positiv geschlechtsumwandlung* geschlechtsangleich*
    gay lesbian* non-binary nonbinary gender-reassignment`,
  biometrics: `
    biometr* fingerabdr* gesichtserkenn* iris-scan irisscan stimmprofil* dna dns-probe gentest* genetisch* erbgut*
    fingerprint* face-recognition facial-recognition retina-scan iris-scans voiceprint* genetic* genome*`,
  offence: `
    vorstraf* vorbestraft* straftat* straffällig* strafanzeig* strafverfahr* strafbefehl* führungszeugnis* verurteil* haftstraf* häftling* gefängnis* inhaftiert* untersuchungshaft bewährung bewährungsstrafe* bewährungshelf* angeklagt* kriminell* tatverdächt* körperverletzung* vergewaltig* missbrauch* häusliche-gewalt ermittlungsverfahr* fahrverbot* führerscheinentzug* insolvenzverfahr*
    convicted conviction* criminal-record prison* jail* jailed probation parole felon* misdemeano* arrested indict* offender* assaulted rape raped domestic-violence`,
};

/** Pairs of words that mean more than either: matched as written, with one space or hyphen between; sources of expressions. */
export const PHRASES: Readonly<Record<Topic, string>> = {
  union: "(?:trade|labou?r|workers'?)[ -]union\\p{L}*|union (?:member\\p{L}*|rep\\p{L}*|dues)|ig (?:metall|bau|bce)|works council",
  religion: "zeugen jehovas|jehovah's witness\\p{L}*|(?:my|his|her|their) (?:faith|religion)|mein(?:e[rnms]?)? (?:glaube\\p{L}*|gott)",
  politics: "die grünen|die linke|(?:labour|conservative|green|democratic|republican) party|(?:member|mitglied) (?:of|der) (?:the )?(?:\\p{L}+ )?party|politische (?:meinung|haltung)",
  health: "mental health|heart (?:attack|disease|condition)|blood (?:pressure|sugar|type|test)|nervous breakdown|broken (?:leg|arm|hip|rib)|sick (?:leave|note)|multiple sklerose|multiple sclerosis|special needs|care level",
  sexLife: "sex life|sexual orientation|coming[ -]out|trans (?:man|woman|frau|mann)",
  biometrics: "face (?:id|recognition|scan)|facial recognition|(?:iris|retina)[ -]scan|dns[- ]test|genetic test",
  offence: "criminal (?:record|charges?|offen[cs]e)|restraining order|domestic violence|häusliche gewalt|in haft|served time",
};
