import { Controller } from "@hotwired/stimulus";

/** Marks the row of the open ticket. The list stays while the person moves from ticket to ticket, so the mark moves here. */
export default class RowsController extends Controller<HTMLElement> {
  private readonly mark = (): void => {
    for (const row of this.element.querySelectorAll<HTMLAnchorElement>("a.ticket-row")) {
      if (row.pathname === location.pathname) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  };

  override connect(): void {
    document.addEventListener("turbo:load", this.mark);
    this.element.addEventListener("turbo:frame-load", this.mark);
    this.mark();
  }

  override disconnect(): void {
    document.removeEventListener("turbo:load", this.mark);
    this.element.removeEventListener("turbo:frame-load", this.mark);
  }
}
