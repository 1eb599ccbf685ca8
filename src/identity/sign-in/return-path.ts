const HERE = "http://here.invalid";

/**
 * A path on this site, or "/". Browsers read "//evil", "/\evil" and paths with control characters in them as another
 * site; the address is therefore parsed as a browser does and written anew.
 */
export const localPath = (text: unknown): string => {
   
  if (typeof text !== "string" || text.length > 2000 || !text.startsWith("/") || /[\\\u0000-\u001f\u007f]/.test(text)) return "/";
  try {
    const address = new URL(text, HERE);
    const path = `${address.pathname}${address.search}${address.hash}`;
    return address.origin === HERE && !path.startsWith("//") ? path : "/";
  } catch { return "/"; }
};
