/** Words that long passwords are lazily made of; compared after folding (see passwords.ts). Short ones fail by their length. */
const WORDS = [
  "password", "passwort", "kennwort", "geheim", "secret", "qwertz", "qwerty", "asdfgh", "yxcvbn", "zxcvbn", "letmein", "welcome", "willkommen",
  "iloveyou", "ichliebedich", "admin", "administrator", "root", "user", "benutzer", "diskret", "helpdesk", "support", "kundenservice", "service",
  "hallo", "hello", "monkey", "dragon", "football", "fussball", "baseball", "sunshine", "princess", "schatz", "sommer", "summer", "winter",
  "herbst", "fruehling", "frühling", "spring", "autumn", "januar", "january", "dezember", "december", "berlin", "hamburg", "muenchen", "münchen",
  "deutschland", "germany", "test", "changeme", "master", "login", "start", "firma", "company", "office", "abc", "qwertyuiop", "qwertzuiop", "asdfghjkl",
];
const SEQUENCES = ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm"];
const LONGEST_FIRST = [...WORDS].sort((a, b) => b.length - a.length);

/**
 * Whether a password is one that guessers try first: nothing but common words and digits or signs around them, a run of
 * a keyboard or of the alphabet, or fewer than five different characters.
 */
export const isCommonPassword = (password: string): boolean => {
  const text = password.toLowerCase();
  if (new Set(text).size < 5) return true;
  if (SEQUENCES.some((sequence) => sequence.includes(text) || text.includes(sequence))) return true;
  const rest = LONGEST_FIRST.reduce((left, word) => left.replaceAll(word, ""), text.replace(/[^\p{L}]/gu, ""));
  return rest === "";
};
