/** The blind index: what can be found without being opened. Pure; keys come from the caller. */
export { normalise, type Country } from "./normalise";
export { colognePhonetics, nameTokens } from "./names";
export { guessLanguage, stem, words, type DocumentLanguage, type Language } from "./words";
export { exactToken, indexTokens, queryTokens, wordToken, type IndexTokens, type Range } from "./tokens";
