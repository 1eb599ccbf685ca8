/** Characters that may not travel from a stranger's mail into our pages, file names and headers. */

/** Bidirectional controls and invisible marks: they make "exe.pdf" out of "fdp.exe". Joiners stay, names in several scripts need them. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
const LINE_CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;  
const BODY_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;  
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** One line for display: controls become a space, direction marks go, at most `max` code points. */
export const cleanLine = (text: string, max: number): string => {
  const bounded = text.slice(0, max * 4).replace(LONE_SURROGATE, "\ufffd");
  const line = bounded.replace(LINE_CONTROL, " ").replace(INVISIBLE, "").replace(/ {2,}/g, " ").trim();
  return line.length > max ? [...line].slice(0, max).join("") : line;
};

/** A body: line ends become "\n", NUL and other controls go, everything else stays. */
export const cleanBody = (text: string): string =>
  text.replace(/\r\n?/g, "\n").replace(BODY_CONTROL, "").replace(LONE_SURROGATE, "\ufffd");

const MAX_NAME = 200;
const MAX_EXTENSION = 16;
/** Names arrive in header fields, which are bounded; the end matters (it has the extension). */
const MAX_GIVEN_NAME = 65_536;

/** A file name without path, controls, direction marks and characters that file systems refuse. `fallback` where nothing is left. */
export const cleanFileName = (name: string, fallback: string): string => {
  const line = cleanLine(name, MAX_GIVEN_NAME);
  const base = line.slice(Math.max(line.lastIndexOf("/"), line.lastIndexOf("\\")) + 1);
  const safe = trimEdges(base.replace(/[<>:"|?*]/g, "_"));
  if (safe === "") return fallback;
  const points = [...safe];
  if (points.length <= MAX_NAME) return safe;
  const dot = points.lastIndexOf(".");
  const extension = dot > 0 && points.length - dot <= MAX_EXTENSION ? points.slice(dot) : [];
  return [...points.slice(0, MAX_NAME - extension.length), ...extension].join("");
};

/** Dots and spaces at the edges hide a file or are dropped by Windows. A loop, because a pattern at the end backtracks. */
const trimEdges = (name: string): string => {
  let start = 0;
  let end = name.length;
  while (start < end && (name[start] === "." || name[start] === " ")) start += 1;
  while (end > start && (name[end - 1] === "." || name[end - 1] === " ")) end -= 1;
  return name.slice(start, end);
};
