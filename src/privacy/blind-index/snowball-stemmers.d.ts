/** The package has no types of its own. A stemmer keeps the word it works on, so it must not be shared between threads. */
declare module "snowball-stemmers" {
  export interface Stemmer { stem(word: string): string }
  export function newStemmer(algorithm: "german" | "english"): Stemmer;
}
