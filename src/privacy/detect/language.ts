export const LANGUAGES = ["de", "en", "mixed"] as const;
export type Language = (typeof LANGUAGES)[number];

const GERMAN = new Set("der die das und ich nicht ist mit ein eine für auf zu den dem wir sie bitte habe haben wurde meine mein ihre ihr von im auch noch wird sehr geehrte grüßen vielen dank aber oder bei nach wie".split(" "));
const ENGLISH = new Set("the and i is not with a for on to of we you please have has been my your it that this from but or at be are was will would dear regards thank thanks can could".split(" "));
/** Enough words to tell a language from; the rest of a mail is read in the same one. */
const SAMPLE = 4000;
const CLEAR_MAJORITY = 0.75;

/** The language of a text by its function words; "mixed" where neither has a clear majority. */
export const languageOf = (text: string): Language => {
  let german = 0, english = 0;
  for (const word of text.slice(0, SAMPLE).toLowerCase().match(/[a-zäöüß]+/g) ?? []) {
    if (GERMAN.has(word)) german++;
    if (ENGLISH.has(word)) english++;
  }
  const total = german + english;
  if (german > total * CLEAR_MAJORITY) return "de";
  return english > total * CLEAR_MAJORITY ? "en" : "mixed";
};
