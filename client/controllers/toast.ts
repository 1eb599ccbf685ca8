import { Controller } from "@hotwired/stimulus";

const SHOWN_MS = 8000;

/** Goes by itself unless someone points at it or is inside it. */
export default class ToastController extends Controller<HTMLElement> {
  private timer = 0;

  override connect(): void { this.timer = window.setInterval(() => this.leave(), SHOWN_MS); }
  override disconnect(): void { window.clearInterval(this.timer); }
  close(): void { this.element.remove(); }

  private leave(): void {
    if (!this.element.matches(":hover, :focus-within")) this.close();
  }
}
