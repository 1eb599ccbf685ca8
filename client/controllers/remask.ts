import { Controller } from "@hotwired/stimulus";
import { visit } from "@hotwired/turbo";

/**
 * Takes a revealed value off the screen when its time is over. The seconds come from the server, counted from its own clock;
 * the value goes first and the page follows, so that a lost connection does not keep it visible.
 */
export default class RemaskController extends Controller<HTMLElement> {
  static override values = { seconds: Number, expired: String };
  static override targets = ["text"];
  declare readonly secondsValue: number;
  declare readonly expiredValue: string;
  declare readonly textTarget: HTMLElement;
  private timer = 0;
  private until = 0;

  private readonly onWake = (): void => { if (!document.hidden && performance.now() >= this.until) this.expire(); };

  override connect(): void { document.addEventListener("visibilitychange", this.onWake); }
  override disconnect(): void {
    window.clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onWake);
  }

  /** Runs at the start and whenever a refresh brings a new time. */
  secondsValueChanged(): void {
    window.clearTimeout(this.timer);
    this.until = performance.now() + this.secondsValue * 1000;
    this.timer = window.setTimeout(() => this.expire(), this.secondsValue * 1000);
  }

  private expire(): void {
    window.clearTimeout(this.timer);
    this.until = Infinity;
    this.textTarget.textContent = this.expiredValue;
    visit(location.href, { action: "replace" });
  }
}
