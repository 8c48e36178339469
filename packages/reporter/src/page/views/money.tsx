import { formatUsd } from "@shotlist/core/read-model";
import type { JSX } from "preact";

/** An amount in large type: what is below the cent is there, but steps back. Takes USD × 10⁴. */
export function Money({ usdE4 }: { readonly usdE4: number | null }): JSX.Element {
  const text = formatUsd(usdE4);
  if (usdE4 === null) return <span class="money-unknown">{text}</span>;
  const cents = text.indexOf(".") + 3;
  return (
    <>
      {text.slice(0, cents)}
      {text.length > cents && <small class="money-rest">{text.slice(cents)}</small>}
    </>
  );
}
