import { blocksToText, type Block, type ListItem } from "../pdf";
import { parse, type Token } from "./parse";
import { attribute } from "./to-html";

/** The words of an inline token; a link keeps its address where that is not what its text says. */
const inline = (token: Token | undefined): string => {
  const open: string[] = [];
  return (token?.children ?? []).map((child) => {
    if (child.type === "softbreak") return " ";
    if (child.type === "hardbreak") return "\n";
    if (child.type === "link_open") { open.push(attribute(child, "href")); return ""; }
    if (child.type === "link_close") { const address = open.pop() ?? ""; return /^(https:|mailto:)/i.test(address) ? ` (${address.replace(/^mailto:/i, "")})` : ""; }
    return child.content;
  }).join("");
};

interface OpenList { readonly ordered: boolean; next: number }

/** Walks the tokens once; lists of lists become one list whose items know their depth. */
class Walk {
  readonly blocks: Block[] = [];
  private lists: OpenList[] = [];
  private items: ListItem[] = [];
  private marker = "";
  private quoted = 0;
  private head: string[] = [];
  private rows: string[][] = [];

  take(token: Token, next: Token | undefined): void {
    switch (token.type) {
      case "heading_open": this.blocks.push({ kind: "heading", level: Math.min(3, Number(token.tag.slice(1))) as 1 | 2 | 3, text: inline(next) }); break;
      case "paragraph_open": this.paragraph(inline(next)); break;
      case "fence": case "code_block": this.blocks.push({ kind: "code", text: token.content.replace(/\n$/, "") }); break;
      case "hr": this.blocks.push({ kind: "rule" }); break;
      case "blockquote_open": this.quoted += 1; break;
      case "blockquote_close": this.quoted -= 1; break;
      case "bullet_list_open": this.lists.push({ ordered: false, next: 1 }); break;
      case "ordered_list_open": this.lists.push({ ordered: true, next: Number(token.attrGet("start") ?? 1) }); break;
      case "list_item_open": this.startItem(); break;
      case "bullet_list_close": case "ordered_list_close": this.endList(); break;
      case "thead_open": case "tbody_open": break;
      case "tr_open": this.rows.push([]); break;
      case "th_open": this.head.push(inline(next)); break;
      case "td_open": this.rows[this.rows.length - 1]!.push(inline(next)); break;
      case "table_close": this.endTable(); break;
    }
  }

  private paragraph(text: string): void {
    if (this.lists.length > 0) this.items.push({ depth: this.lists.length - 1, marker: this.marker, text });
    else this.blocks.push({ kind: this.quoted > 0 ? "quote" : "paragraph", text });
    this.marker = "";
  }

  private startItem(): void {
    const list = this.lists[this.lists.length - 1]!;
    this.marker = list.ordered ? `${list.next}.` : "•";
    list.next += 1;
  }

  private endList(): void {
    const list = this.lists.pop()!;
    if (this.lists.length > 0) return;
    this.blocks.push({ kind: "list", ordered: list.ordered, items: this.items });
    this.items = [];
  }

  private endTable(): void {
    this.blocks.push({ kind: "table", head: this.head, rows: this.rows.filter((row) => row.length > 0) });
    [this.head, this.rows] = [[], []];
  }
}

/** The text as blocks, for PDFs. Emphasis is lost, words are not. */
export const markdownToBlocks = (source: string): Block[] => {
  const walk = new Walk();
  const tokens = parse(source);
  for (const [index, token] of tokens.entries()) walk.take(token, tokens[index + 1]);
  return walk.blocks;
};

/** The text without its marks, for mails. */
export const markdownToText = (source: string): string => blocksToText(markdownToBlocks(source));
