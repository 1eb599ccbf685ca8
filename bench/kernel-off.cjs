/**
 * The other side of the comparison: pages of the same size with nothing of the kernel in them. Keys are not read, nothing is opened, decided,
 * masked or logged; where a value would stand there is filler of its length. Only the bench's server loads this file, and no page
 * that it makes holds anything of anybody.
 */
const Module = require("node:module");

const FILLER = "lorem ipsum dolor sit amet consetetur sadipscing elitr ".repeat(4000);
/** A sealed text is an envelope around the text; about three quarters of it are text. */
const fillerFor = (item) => {
  const bytes = item.value?.toPostgres().length ?? 29;
  return FILLER.slice(0, item.kind === "text" ? Math.max(10, Math.round((bytes - 110) * 0.8)) : Math.max(0, bytes - 29));
};

const NO_PASSAGES = new Map();
const disclose = async (_ctx, { items }) => new Map(items.map((item) => {
  const text = fillerFor(item);
  return [item.key, {
    category: item.kind === "value" ? item.category : "correspondence", form: "clear", masked: false, text, segments: item.kind === "text" ? [{ text }] : [],
    because: [], revealOffered: false, pseudonym: "00000", revealable: [], passages: NO_PASSAGES, until: null,
  }];
}));

exports.install = () => {
  const load = Module._load;
  Module._load = function replaced(request, parent, ...rest) {
    const loaded = load.call(this, request, parent, ...rest);
    const inPrivacy = /[\\/]dist[\\/]src[\\/]privacy[\\/]index\.js$/.test(parent?.filename ?? "");
    return inPrivacy && request === "./disclose" ? { ...loaded, disclose } : loaded;
  };
};
