import { Controller } from "@hotwired/stimulus";

/** A <details> menu that closes as people expect: by Escape and by a click elsewhere. */
export default class MenuController extends Controller<HTMLDetailsElement> {
  private readonly onClick = (event: Event): void => { if (!this.element.contains(event.target as Node)) this.element.open = false; };
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.element.open) return;
    this.element.open = false;
    this.element.querySelector("summary")?.focus();
  };

  override connect(): void {
    document.addEventListener("click", this.onClick);
    this.element.addEventListener("keydown", this.onKey);
  }

  override disconnect(): void {
    document.removeEventListener("click", this.onClick);
    this.element.removeEventListener("keydown", this.onKey);
  }
}
