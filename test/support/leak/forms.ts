/** The forms of a page as a browser would send them. */
export interface FoundForm { readonly path: string; readonly multipart: boolean; readonly fields: readonly FormField[]; readonly files: readonly string[]; readonly buttons: readonly { name: string; value: string }[] }
export interface FormField { readonly name: string; readonly type: string; readonly value: string; readonly options: readonly string[] }

const unescape = (text: string): string => text.replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16))).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&amp;/g, "&");
const attributesOf = (source: string): Map<string, string> =>
  new Map([...source.matchAll(/([\w:-]+)(?:\s*=\s*"([^"]*)")?/g)].map(([, name, value]) => [name!.toLowerCase(), unescape(value ?? "")]));

interface Control { name: string; type: string; value: string; options: string[] }
interface Draft { id: string; path: string; post: boolean; multipart: boolean; fields: Map<string, Control>; files: string[]; buttons: { name: string; value: string }[] }

/** Reads the forms that post. Controls outside that name their form by `form="…"` belong to it. */
export const formsOf = (html: string, own: string): FoundForm[] => {
  const drafts: Draft[] = [];
  const strays: { form: string; tag: string; attributes: Map<string, string> }[] = [];
  const elsewhere: { form: Draft; path: string }[] = [];
  let open: Draft | null = null;
  let select: Control | null = null;
  for (const [, closing, tag, source] of html.matchAll(/<(\/?)(form|input|select|option|textarea|button)\b((?:[^<>"]|"[^"]*")*)>/gi)) {
    const name = tag!.toLowerCase();
    const attributes = attributesOf(source!);
    if (closing) { if (name === "form") open = null; if (name === "select") select = null; continue; }
    if (name === "form") {
      open = { id: attributes.get("id") ?? "", path: attributes.get("action") || own, post: attributes.get("method")?.toLowerCase() === "post", multipart: attributes.get("enctype") === "multipart/form-data", fields: new Map(), files: [], buttons: [] };
      drafts.push(open);
    } else if (name === "option") {
      if (select) { const value = attributes.get("value") ?? ""; select.options.push(value); if (attributes.has("selected")) select.value = value; }
    } else if (attributes.has("form")) strays.push({ form: attributes.get("form")!, tag: name, attributes });
    else if (open && attributes.has("formaction")) elsewhere.push({ form: open, path: attributes.get("formaction")! });
    else if (open) select = take(open, name, attributes) ?? (name === "select" ? select : null);
  }
  for (const { form, tag, attributes } of strays) { const draft = drafts.find(({ id }) => id === form); if (draft) take(draft, tag, attributes); }
  for (const other of elsewhere) drafts.push({ ...other.form, path: other.path, buttons: [] });
  return drafts.filter(({ post }) => post).map(({ path, multipart, fields, files, buttons }) => ({ path, multipart, fields: [...fields.values()], files, buttons }));
};

const take = (form: Draft, tag: string, attributes: Map<string, string>): Control | null => {
  const name = attributes.get("name");
  const type = tag === "input" ? attributes.get("type") ?? "text" : tag;
  if (!name) return null;
  if (tag === "button") { form.buttons.push({ name, value: attributes.get("value") ?? "" }); return null; }
  if (type === "file") { form.files.push(name); return null; }
  const value = attributes.get("value") ?? (type === "checkbox" ? "on" : "");
  const known = form.fields.get(name);
  if (type === "radio" && known) { known.options.push(value); if (attributes.has("checked")) known.value = value; return null; }
  const field: Control = { name, type, value: type === "radio" || type === "checkbox" ? (attributes.has("checked") ? value : "") : value, options: type === "radio" || type === "checkbox" ? [value] : [] };
  form.fields.set(name, field);
  return tag === "select" ? field : null;
};

const TYPED: Readonly<Record<string, string>> = { email: "jemand.neues@example.net", tel: "+49 89 1234567", number: "1", date: "2026-01-01", search: "Paket", url: "https://example.net" };
const BY_NAME: Readonly<Record<string, string>> = { passage: "Gerät", minutes: "1", seen: "1000000", code: "123456", country: "DE" };

/** What a person would fill in, and nothing of what the page had filled in for whoever saw it; `password` is what fields for a password get. */
export const filled = (form: FoundForm, password: string): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const { name, type, value, options } of form.fields) {
    if (type === "checkbox") { if (value) fields[name] = value; continue; }
    const choice = value || options.find((option) => option !== "") || "";
    fields[name] = type === "hidden" || type === "radio" || type === "select" ? choice : type === "password" ? password : BY_NAME[name] ?? (type === "number" && value ? value : TYPED[type] ?? "Etwas Getipptes");
  }
  return fields;
};

/** The same form with what must be there left out or spoiled; hidden fields stay, as in a browser. */
export const spoiled = (form: FoundForm): Record<string, string> =>
  Object.fromEntries(form.fields.map(({ name, type, value }) => [name, type === "hidden" ? value : type === "textarea" ? "   " : type === "email" ? "keine Adresse" : ""]));
