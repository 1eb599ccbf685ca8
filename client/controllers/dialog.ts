import { Controller } from "@hotwired/stimulus";

/** Dialogs open by popovertarget without us. A form that came back with errors arrives open and is lifted to the top layer here. */
export default class DialogController extends Controller<HTMLDialogElement> {
  override connect(): void {
    if (!this.element.hasAttribute("open")) return;
    this.element.removeAttribute("open");
    this.element.showPopover();
    this.element.querySelector<HTMLElement>("[aria-invalid=true], [autofocus]")?.focus();
  }
}
