import { Controller } from "@hotwired/stimulus";
import { act, SHORTCUTS } from "../shortcuts";

const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/**
 * Filters the server's list. The page's own commands are the buttons that the server put on it (so only permitted ones),
 * and the tickets are the rows in view: nothing is fetched, nothing is stored.
 */
export default class PaletteController extends Controller<HTMLElement> {
  static override targets = ["input", "item", "actions", "group", "empty", "list"];
  declare readonly inputTarget: HTMLInputElement;
  declare readonly itemTargets: HTMLElement[];
  declare readonly groupTargets: HTMLElement[];
  declare readonly actionsTarget: HTMLElement;
  declare readonly emptyTarget: HTMLElement;
  private chosen = 0;

  toggled(event: Event): void {
    if ((event as ToggleEvent).newState !== "open") return;
    this.actionsTarget.replaceChildren(...this.commands());
    this.inputTarget.value = "";
    this.filter();
    this.inputTarget.focus();
  }

  filter(): void {
    const words = fold(this.inputTarget.value).split(/\s+/).filter(Boolean);
    for (const item of this.itemTargets) {
      const text = fold(item.textContent ?? "");
      item.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of this.groupTargets) group.hidden = !group.nextElementSibling?.querySelector("li:not([hidden])");
    this.emptyTarget.hidden = this.visible.length > 0;
    this.choose(0);
  }

  keydown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.chosen + step + this.visible.length) % Math.max(1, this.visible.length));
    // A search field would only empty itself.
    else if (event.key === "Escape") this.element.hidePopover();
    else if (event.key === "Enter" && event.target === this.inputTarget) this.visible[this.chosen]?.click();
    else return;
    event.preventDefault();
  }

  private get visible(): HTMLElement[] {
    return this.itemTargets.filter((item) => !item.hidden).map((item) => item.querySelector<HTMLElement>(".palette__item")).filter((item) => item !== null);
  }

  private choose(index: number): void {
    this.chosen = index;
    this.visible.forEach((item, at) => item.classList.toggle("palette__item--chosen", at === index));
    this.visible[index]?.scrollIntoView({ block: "nearest" });
  }

  private commands(): HTMLElement[] {
    const main = document.querySelector("main");
    const buttons = [...main?.querySelectorAll<HTMLElement>("[data-shortcut], [data-palette]") ?? []].filter((element) => element.checkVisibility() && !element.matches(":disabled"));
    const rows = [...main?.querySelectorAll<HTMLElement>("a.ticket-row") ?? []];
    return [...buttons, ...rows].map((element) => this.entry(element)).filter((entry) => entry !== undefined);
  }

  private entry(origin: HTMLElement): HTMLElement | undefined {
    const label = labelOf(origin);
    if (!label) return undefined;
    const item = document.createElement("li");
    item.dataset["paletteTarget"] = "item";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "palette__item";
    button.append(label, ...capsOf(origin));
    button.addEventListener("click", () => { this.element.hidePopover(); act(origin); });
    item.append(button);
    return item;
  }
}

/** A ticket is its name and subject; a command what its button says. */
const labelOf = (origin: HTMLElement): string => {
  if (origin.dataset["palette"]) return origin.dataset["palette"];
  if (origin.getAttribute("aria-label")) return origin.getAttribute("aria-label") ?? "";
  const parts = origin.matches(".ticket-row") ? ".ticket-row__name, .ticket-row__subject" : ":scope > span:not([aria-hidden])";
  return [...origin.querySelectorAll<HTMLElement>(parts)].filter((part) => part.checkVisibility())
    .map((part) => part.textContent?.trim()).filter(Boolean).join(" · ");
};

const capsOf = (origin: HTMLElement): HTMLElement[] => {
  const entry = SHORTCUTS.find(({ command }) => command === origin.dataset["shortcut"]);
  if (!entry) return [];
  const caps = document.createElement("span");
  caps.className = "keys__caps";
  caps.setAttribute("aria-hidden", "true");
  caps.append(...entry.caps.map((cap) => Object.assign(document.createElement("kbd"), { textContent: cap })));
  return [caps];
};
