import "@hotwired/turbo";
import { Application } from "@hotwired/stimulus";
import ComposerController from "./controllers/composer";
import DialogController from "./controllers/dialog";
import LiveController from "./controllers/live";
import MenuController from "./controllers/menu";
import PaletteController from "./controllers/palette";
import PanesController from "./controllers/panes";
import RemaskController from "./controllers/remask";
import RowsController from "./controllers/rows";
import ShortcutsController from "./controllers/shortcuts";
import ThemeController from "./controllers/theme";
import ToastController from "./controllers/toast";

const application = Application.start();
application.register("composer", ComposerController);
application.register("dialog", DialogController);
application.register("live", LiveController);
application.register("menu", MenuController);
application.register("palette", PaletteController);
application.register("panes", PanesController);
application.register("remask", RemaskController);
application.register("rows", RowsController);
application.register("shortcuts", ShortcutsController);
application.register("theme", ThemeController);
application.register("toast", ToastController);

/** What a person opened stays open when the page refreshes under them: the server does not know about it. */
const KEPT = new Set(["open", "data-customer"]);
document.addEventListener("turbo:before-morph-attribute", (event) => {
  const { attributeName } = (event as CustomEvent<{ attributeName: string }>).detail;
  if (KEPT.has(attributeName)) event.preventDefault();
});
