import { Controller } from "@hotwired/stimulus";

/** Notes that the end of a long text came into view. It changes nothing about what may be sent: the page works without. */
export default class ReadThroughController extends Controller<HTMLElement> {
  static override targets = ["end", "mark"];
  declare readonly endTarget: HTMLElement;
  declare readonly markTarget: HTMLInputElement;
  private observer: IntersectionObserver | null = null;

  override connect(): void {
    this.observer = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) this.markTarget.value = "yes"; });
    this.observer.observe(this.endTarget);
  }
  override disconnect(): void { this.observer?.disconnect(); }
}
