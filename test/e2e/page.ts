import type { Page } from "playwright-core";

/** The source of a part of the page as the browser holds it. */
export const html = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerHTML();

/** What has the keyboard's focus: its id, else its class, else its tag. */
export const focused = (page: Page): Promise<string> => page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.className || document.activeElement.tagName");

/** Whether the focused element shows it. */
export const focusShows = (page: Page): Promise<boolean> => page.evaluate(`(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return document.activeElement.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
})()`);
