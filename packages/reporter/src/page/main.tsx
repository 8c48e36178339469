import "./styles/base.css";
import "./styles/head.css";
import "./styles/tools.css";
import "./styles/card.css";
import "./styles/focus.css";
import "./styles/review.css";
import "./styles/print.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { readEmbeddedModel } from "./read-embedded-model.ts";
import { NoReport } from "./views/empty.tsx";

const root = document.getElementById("app");
const embedded = readEmbeddedModel(document.getElementById("read-model")?.textContent ?? "");

const isLive = document.querySelector('meta[name="shotlist-live"]')?.getAttribute("content") === "1";

function show(printing: boolean): void {
  if (!root) return;
  render(
    "model" in embedded ? (
      <App embedded={embedded.model} isLive={isLive} printing={printing} />
    ) : (
      <NoReport reason={embedded.reason} />
    ),
    root,
  );
}

show(false);
// A render from the root is done when it returns, in time for the browser to lay out the paper.
addEventListener("beforeprint", () => show(true));
addEventListener("afterprint", () => show(false));
