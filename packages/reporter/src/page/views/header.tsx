import { formatUsd, type ReadModel, type Totals } from "@shotlist/core/read-model";
import type { ComponentChildren, JSX } from "preact";
import { countOf, formatBytes, formatCount } from "../../words/show-values.ts";
import { formatMoment } from "./moment.ts";
import { Money } from "./money.tsx";

/** The page's head: what was made, when, and what it cost. Totals speak of everything, whatever the filter. */
export function Header({ model }: { readonly model: ReadModel }): JSX.Element {
  const { totals } = model;
  return (
    <header class="head">
      <div class="head-name">
        <p class="mark">
          <span class="mark-frames" aria-hidden="true" />
          shotlist
        </p>
        <h1>{model.name}</h1>
        <p class="head-made">
          {model.simulated && (
            <span
              class="badge"
              data-testid="simulated"
              title="Made against the local simulator: no money was spent"
            >
              Simulated
            </span>
          )}
          {model.profile !== undefined && <span>profile {model.profile}</span>}
          <time dateTime={model.madeAt} title={model.madeAt}>
            {formatMoment(model.madeAt)}
          </time>
        </p>
      </div>
      <dl class="figures" data-testid="totals">
        <Figure name="Clips" value={formatCount(totals.clips)} more={clipsMore(totals)} />
        <Spend totals={totals} />
        <Figure name="Held" value={<Money usdE4={totals.heldUsdE4} />} more="in flight or unconfirmed" />
        <Figure name="Refunded" value={<Money usdE4={totals.refundedUsdE4} />} more="failed takes" />
        <Figure name="To buy" value={<Money usdE4={totals.toBuyUsdE4} />} more="by the next run" />
      </dl>
    </header>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly more: string;
}

function Figure({ name, value, more }: FigureProps): JSX.Element {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{more}</span>
      </dd>
    </div>
  );
}

function clipsMore(totals: Totals): string {
  const of = `of ${countOf(totals.shots, "shot")}`;
  return totals.clipBytes > 0 ? `${of} · ${formatBytes(totals.clipBytes)}` : of;
}

function Spend({ totals }: { readonly totals: Totals }): JSX.Element {
  const most = Math.max(totals.estimateUsdE4, totals.spentUsdE4 + totals.heldUsdE4, 1);
  const share = (usdE4: number): string => `${(100 * usdE4) / most}%`;
  const unknown = totals.unknownPrices > 0 ? ` + ${countOf(totals.unknownPrices, "unknown price")}` : "";
  return (
    <div class="figure figure-wide">
      <dt>Spent</dt>
      <dd>
        <strong>
          <Money usdE4={totals.spentUsdE4} />
        </strong>
        <span>
          of {formatUsd(totals.estimateUsdE4)} estimated{unknown}
        </span>
        <span class="meter" aria-hidden="true">
          <span class="meter-spent" style={{ width: share(totals.spentUsdE4) }} />
          <span class="meter-held" style={{ width: share(totals.heldUsdE4) }} />
          <span class="meter-mark" style={{ left: share(totals.estimateUsdE4) }} />
        </span>
      </dd>
    </div>
  );
}
