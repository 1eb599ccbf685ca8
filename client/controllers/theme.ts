import { Controller } from "@hotwired/stimulus";

const KEPT = ["data-theme", "data-density"] as const;

/** Turbo changes the body and leaves <html> alone, so its attributes follow the page that came from the server. */
export default class ThemeController extends Controller<HTMLElement> {
  private readonly onRender = (event: Event): void => {
    const next = (event as CustomEvent<{ newBody: HTMLElement }>).detail.newBody.closest("html");
    for (const name of KEPT) {
      const value = next?.getAttribute(name);
      if (value) document.documentElement.setAttribute(name, value);
    }
  };

  override connect(): void { document.addEventListener("turbo:before-render", this.onRender); }
  override disconnect(): void { document.removeEventListener("turbo:before-render", this.onRender); }
}
