/**
 * A short quiz below a text: one question a paragraph, "? Question", then answers as "- wrong" or "+ right", exactly one
 * of them right. Empty: no quiz.
 */
export interface Question { readonly text: string; readonly answers: readonly string[]; readonly right: number }

const MOST = 8;

/** Null for a text that is no quiz: an answer without a question, no or two right answers, too many of either. */
export const parseQuiz = (source: string): readonly Question[] | null => {
  const questions: { text: string; answers: string[]; right: number[] }[] = [];
  for (const line of source.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const [mark, text] = [line[0], line.slice(1).trim()];
    const last = questions[questions.length - 1];
    if (text === "" || text.length > 300) return null;
    if (mark === "?") questions.push({ text, answers: [], right: [] });
    else if (last && (mark === "+" || mark === "-")) { if (mark === "+") last.right.push(last.answers.length); last.answers.push(text); }
    else return null;
  }
  const sound = questions.length <= MOST && questions.every(({ answers, right }) => right.length === 1 && answers.length > 1 && answers.length <= 6);
  return sound ? questions.map(({ text, answers, right }) => ({ text, answers, right: right[0]! })) : null;
};

/** Which questions were answered rightly; an answer that is missing or is none of those offered is wrong. */
export const gradeQuiz = (questions: readonly Question[], answers: Readonly<Record<string, string>>): boolean[] =>
  questions.map(({ right }, index) => answers[`quiz${index}`] === String(right));
