import { Controller } from "@hotwired/stimulus";

type Kind = "reply" | "note";
const TYPING_EVERY_MS = 3000;

/**
 * Reply or note, each with a draft of its own, so that a note never becomes a reply by a slip of the switch.
 * The form carries data-turbo-permanent: a refresh of the page leaves it alone.
 */
export default class ComposerController extends Controller<HTMLFormElement> {
  static override targets = ["body", "kind"];
  static override values = { unsent: String };
  declare readonly bodyTarget: HTMLTextAreaElement;
  declare readonly kindTargets: HTMLInputElement[];
  declare readonly unsentValue: string;
  private readonly drafts: Record<Kind, string> = { reply: "", note: "" };
  private kind: Kind = "reply";
  private sending = false;
  private typedAt = -Infinity;

  private readonly onUnload = (event: BeforeUnloadEvent): void => { if (this.unsent) event.preventDefault(); };
  private readonly onVisit = (event: Event): void => {
    const { url } = (event as CustomEvent<{ url: string }>).detail;
    const elsewhere = new URL(url, location.href).pathname !== location.pathname;
    if (elsewhere && this.unsent && !confirm(this.unsentValue)) event.preventDefault();
  };

  /** Where the page that comes has a form of another name (one that came back with an error), this one must not survive beside it. */
  private readonly onRender = (event: Event): void => {
    const { newBody } = (event as CustomEvent<{ newBody: HTMLElement }>).detail;
    if (!newBody.querySelector(`#${CSS.escape(this.element.id)}`)) this.element.removeAttribute("data-turbo-permanent");
  };

  override connect(): void {
    document.addEventListener("turbo:before-render", this.onRender);
    this.kind = this.chosen;
    window.addEventListener("beforeunload", this.onUnload);
    document.addEventListener("turbo:before-visit", this.onVisit);
  }

  override disconnect(): void {
    document.removeEventListener("turbo:before-render", this.onRender);
    window.removeEventListener("beforeunload", this.onUnload);
    document.removeEventListener("turbo:before-visit", this.onVisit);
  }

  /** Arrow keys move between the two kinds and stay there; a click or a key goes on to the text. */
  switch(event: Event): void {
    this.drafts[this.kind] = this.bodyTarget.value;
    this.kind = this.chosen;
    if (this.bodyTarget.value !== this.drafts[this.kind]) this.bodyTarget.value = this.drafts[this.kind];
    const byArrow = event instanceof MouseEvent && event.detail === 0 && document.activeElement === event.target;
    if (!byArrow) this.bodyTarget.focus();
  }

  typed(event: InputEvent): void {
    if (event.timeStamp - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = event.timeStamp;
    window.dispatchEvent(new CustomEvent("composer:typing"));
  }

  /** From here on the browser names the files beside the clip. */
  attached(event: Event): void {
    const input = event.target as HTMLInputElement;
    input.parentElement?.toggleAttribute("data-chosen", (input.files?.length ?? 0) > 0);
  }

  sent(): void { this.sending = true; }

  /** A failed form comes back with the text kept, so the warning returns too. */
  ended(event: Event): void {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    this.sending = false;
    if (!success) return;
    this.drafts[this.kind] = "";
    this.bodyTarget.value = "";
    this.bodyTarget.defaultValue = "";
    for (const input of this.element.querySelectorAll<HTMLInputElement>("input[type=file]")) {
      input.value = "";
      input.parentElement?.removeAttribute("data-chosen");
    }
  }

  private get chosen(): Kind { return this.kindTargets.find((input) => input.checked)?.value === "note" ? "note" : "reply"; }
  private get unsent(): boolean {
    const other: Kind = this.kind === "note" ? "reply" : "note";
    return !this.sending && (this.bodyTarget.value !== this.bodyTarget.defaultValue || this.drafts[other] !== "");
  }
}
