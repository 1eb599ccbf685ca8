import { Controller } from "@hotwired/stimulus";

const KEY = "customer-panel";
const wide = (): boolean => window.matchMedia("(min-width: 70rem)").matches;

/** Shows and hides the customer panel: a column on wide windows (remembered for this tab), a drawer on narrow ones. */
export default class PanesController extends Controller<HTMLElement> {
  static override targets = ["customer", "toggle"];
  declare readonly customerTarget: HTMLElement;
  declare readonly hasCustomerTarget: boolean;
  declare readonly toggleTargets: HTMLElement[];

  override connect(): void {
    if (wide() && sessionStorage.getItem(KEY) === "hidden") this.element.dataset["customer"] = "hidden";
    this.announce();
  }

  toggle(event: Event): void {
    event.preventDefault();
    const shown = this.hasCustomerTarget && this.customerTarget.checkVisibility();
    this.element.dataset["customer"] = shown ? "hidden" : "shown";
    if (wide()) sessionStorage.setItem(KEY, shown ? "hidden" : "shown");
    else if (!shown) this.customerTarget.focus();
    this.announce();
  }

  /** Escape closes the drawer and gives the focus back. */
  escape(): void {
    if (wide() || this.element.dataset["customer"] !== "shown") return;
    this.element.dataset["customer"] = "hidden";
    this.announce();
    this.toggleTargets[0]?.focus();
  }

  private announce(): void {
    const shown = this.hasCustomerTarget && this.customerTarget.checkVisibility();
    for (const toggle of this.toggleTargets) toggle.setAttribute("aria-expanded", String(shown));
  }
}
