/**
 * Words of the special categories of Art. 9 GDPR and of offences (Art. 10), German and English.
 * "wort*" is the beginning of a word, "*wort" its end, anything else the whole word. Words of two meanings that
 * shops use every day (union, Partei, grün, Störung, disabled, Diagnose) are left out or asked for in a phrase.
 */
export type Topic = "health" | "religion" | "union" | "politics" | "sexLife" | "biometrics" | "offence";

export const LEXICON: Readonly<Record<Topic, string>> = {
  health: `
    krank kranke kranker kranken krankheit* krankenhaus* krankgeschrieben* krankschreibung* krankmeldung* *krankheit *krankheiten *erkrankung *erkrankungen erkrank* arzt ärztin* ärzt* hausarzt* *arzt *ärztin *ärzte diagnosen attest atteste attests klinik* *klinik rezeptpflicht* medikament* medizinisch* arznei*
    therapie* *therapie *therapeut *therapeutin psychi* psycho* depress* *depression *depressionen burnout angststörung* persönlichkeitsstörung* belastungsstörung* zwangsstörung* schlafstörung* essstörung* schizophren* bipolar* borderline autis* adhs adhd krebs *krebs krebs* tumor* *tumor chemo* metasta* leukämie* diabet* insulin* blutzucker* blutdruck* herzinfarkt* schlaganfall* bandscheib*
    asthma* epilep* parkinson* alzheimer* demenz* dement demente dementen rheuma* arthr* sklerose hiv aids hepatitis* tuberkulose* allergi* *allergie migräne* schwanger* *schwangerschaft fehlgeburt* abtreibung* behindert* behinderung* *behinderung schwerbehind* rollstuhl* pflegegrad* pflegestufe* pflegebedürft* prothes* hörgerät* inkontinen*
    operiert* reha rehabilit* krankenkasse* krankenversicher* suchtkrank* spielsucht* drogensucht* alkoholsucht* suchtproblem* alkoholiker* alkoholabhängig* drogen* entzugs* dialyse* transplant* covid* verletz* unfallfolgen palliativ* sterbehilfe suizid* selbstmord* magersucht* bulimi* essstörung* impfung* geimpft ungeimpft blutgruppe* gendefekt* erbkrankheit* unfruchtbar* potenzmittel* potenzproblem* erektions*
    illness* disease* doctor doctors physician* hospital* clinic clinics diagnosed surgery surgeries medication* medicine* prescription* therapy therapist* psychiatr* psycholog* depression depressed anxiety schizophren* cancer cancers tumour* chemotherap* leukaemia* leukemia* diabetic* seizure* dementia* arthritis pregnan* miscarriage* abortion* disability disabilities wheelchair* prosthe* addict* addiction* alcoholic* overdose* suicid* infertil* vaccin* allerg* injur* insulin pacemaker* ptsd`,
  religion: `
    religi* konfession* katholi* evangelisch* protestant* christlich* kirche kirchen* muslim* moslem* islam* moschee* jüdisch* jude juden jüdin* synagoge* buddhis* hindu hindus hinduis* atheis* orthodox* getauft taufe koran bibel ramadan koscher halal priester* pfarrer* rabbi* imam imams
    catholic* christianity church churches mosque* jewish jew jews judaism synagogue* buddhist* atheist* sikh* mormon* quran koran bible kosher baptis*`,
  union: `
    gewerkschaft* *gewerkschaft betriebsrat* betriebsrät* personalrat* verdi streikend* streikgeld streikbruch unionised unionized unionist* vertrauensleute`,
  politics: `
    parteimitglied* parteibuch* parteizugehör* cdu csu spd fdp afd linkspartei npd kommunis* sozialis* faschis* nazi* rechtsextrem* linksextrem* politisch* wahlkampf* weltanschau* asylbewerb* asylantrag* flüchtling* geflüchtet* ethnisch* rassis* migrationshintergrund
    republican* communis* socialis* fascis* political politically refugee* ethnic* racial* racist* asylum*`,
  sexLife: `
    sexuell* sexual* sexleben homosexu* heterosexu* bisexu* schwul* lesbe lesben lesbisch* transgender* transsexu* transident* intersexu* nonbinär* queer* lgbt* prostitu* geschlechtsumwandlung* geschlechtsangleich*
    gay lesbian* nonbinary`,
  biometrics: `
    biometr* fingerabdruck fingerabdrucks fingerabdrücke* gesichtserkenn* irisscan stimmprofil* dna gentest* genetisch* erbgut*
    fingerprint fingerprints voiceprint* genetic* genome*`,
  offence: `
    vorstraf* vorbestraft* straftat* straffällig* strafanzeig* strafverfahr* strafbefehl* führungszeugnis* verurteil* haftstraf* häftling* gefängnis* inhaftiert* untersuchungshaft bewährung bewährungsstrafe* bewährungshelf* angeklagt* kriminell* tatverdächt* körperverletzung* vergewaltig* missbraucht ermittlungsverfahr* fahrverbot* führerscheinentzug*
    convicted conviction* prison* jail jailed probation parole felon* misdemeano* arrested indict* offender* assaulted rape raped`,
};

/** Pairs of words that mean more than either: matched as written, with one space or hyphen between; sources of expressions. */
export const PHRASES: Readonly<Record<Topic, string>> = {
  union: "ver\\.di|(?:trade|labou?r|workers'?)[ -]union\\p{L}*|union (?:member\\p{L}*|rep\\p{L}*|dues)|ig (?:metall|bau|bce)|works council",
  religion: "(?:i am|i'm|as) a christian|zeugen jehovas|jehovah's witness\\p{L}*|(?:my|his|her|their) (?:faith|religion)|mein(?:e[rnms]?)? (?:glaube\\p{L}*|gott)",
  politics: "far[ -](?:right|left)|die grünen|die linke|(?:labour|conservative|green|democratic|republican) party|(?:member|mitglied) (?:of|der) (?:the )?(?:\\p{L}+ )?party|politische (?:meinung|haltung)",
  health: "(?:meine[rn]?|nach der|nach einer|ihre[rn]?|seine[rn]?|my|his|her|after the) (?:operation|op)(?: an?m?)?|operation(?:en)? (?:am|an der)|(?:meine|seine|ihre|ärztliche|die) diagnose|(?:had|suffered|after) a stroke|i(?: am|'m) (?:sick(?! of)|ill|disabled)|(?:is|was) (?:very |seriously )?ill|disabled (?:person|people|parking|son|daughter|child)|(?:my|his|her|medical) diagnosis|infected with|(?:arm|bein|hüfte|rippen?|fuß|hand|finger|knöchel) gebrochen|hearing aids?|burn-out|mental health|heart (?:attack|disease|condition)|blood (?:pressure|sugar|type|test)|nervous breakdown|broken (?:leg|arm|hip|rib)|sick (?:leave|note)|multiple sklerose|multiple sclerosis|special needs|care level",
  sexLife: "non-binary|gender reassignment|sex life|sexual orientation|coming[ -]out|trans (?:man|woman|frau|mann)",
  biometrics: "face (?:id|recognition|scan)|facial recognition|(?:iris|retina)[ -]scan|dns[- ]test|genetic test",
  offence: "criminal (?:record|charges?|offen[cs]e)|restraining order|domestic violence|häusliche gewalt|in haft|served time",
};
