import { formatUsd } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import type { Intent, Target } from "../decide/judge.ts";
import { openRetakes } from "../decide/open-retakes.ts";
import { Icon, type IconName } from "./icon.tsx";
import { ReviewContext } from "./review-context.ts";

/** Approve, reject, take back, ask for a retake; and what each of them buys. */
export function VerdictPanel({ target }: { readonly target: Target }): JSX.Element {
  const { decide, ask } = useContext(ReviewContext);
  const { shot, take } = target;
  const verdict = take.verdict?.verdict;
  const asked = { shotId: shot.id, take: take.number };
  const mean = (intent: Intent): void => decide([{ target, intent }]);
  const others = shot.takes.filter((each) => each !== take && each.clip);
  return (
    <section class="verdict" aria-label={`Verdict on take ${take.number}`} data-testid="verdict">
      <div class="verdict-buttons">
        <VerdictButton
          name="approved"
          shortcut="A"
          label="Approve"
          pressed={verdict === "approved"}
          onPress={() => mean({ verdict: verdict === "approved" ? "none" : "approved" })}
        />
        <VerdictButton
          name="rejected"
          shortcut="R"
          label="Reject"
          pressed={verdict === "rejected"}
          onPress={() => ask({ kind: "reject", ...asked })}
        />
        <VerdictButton
          name="retake"
          shortcut="T"
          label="Retake"
          pressed={take.retake !== undefined}
          onPress={() => mean({ retake: take.retake === undefined })}
        />
        <VerdictButton
          name="none"
          shortcut="N"
          label="Neutral"
          pressed={verdict === undefined && !take.retake}
          onPress={() => mean({ verdict: "none" })}
        />
      </div>
      {take.verdict?.note && <q class="verdict-note">{take.verdict.note}</q>}
      <p class="verdict-buys" data-testid="buys">
        {buysWords(target)}
      </p>
      {take.retake?.prompt !== undefined && (
        <p class="verdict-prompt">
          In other words: <q>{take.retake.prompt}</q>
        </p>
      )}
      <div class="verdict-more">
        <button
          type="button"
          class="link"
          aria-keyshortcuts="E"
          onClick={() => ask({ kind: "retake", ...asked })}
        >
          <Icon name="edit" />{" "}
          {take.retake?.prompt === undefined ? "Retake in other words…" : "Change these words…"}
        </button>
        {others.length > 0 && (
          <button
            type="button"
            class="link"
            aria-keyshortcuts="P"
            data-key="p"
            onClick={() => decide(pick(target))}
          >
            <Icon name="approved" /> Pick this take of {others.length + 1}
          </button>
        )}
      </div>
    </section>
  );
}

/** Picking approves one take and takes approval off the others; what was rejected stays so. */
function pick({ shot, take }: Target): readonly { readonly target: Target; readonly intent: Intent }[] {
  const losers = shot.takes.filter((each) => each !== take && each.verdict?.verdict === "approved");
  return [
    { target: { shot, take }, intent: { verdict: "approved" } },
    ...losers.map((loser) => ({ target: { shot, take: loser }, intent: { verdict: "none" } as const })),
  ];
}

function buysWords({ shot, take }: Target): string {
  const price = shot.priceUsdE4 === null ? "at an unknown price" : `for about ${formatUsd(shot.priceUsdE4)}`;
  if (take.retake) return wishWords({ shot, take }, price);
  if (take.verdict?.verdict === "rejected")
    return "Rejecting alone buys nothing; Retake asks for another one.";
  if (take.verdict?.verdict === "approved") return "Approved: no run buys this shot again as it stands.";
  return "Not judged yet. Judging buys nothing; only a retake that is asked for does.";
}

function wishWords({ shot, take }: Target, price: string): string {
  if (!take.current) return "This take is for an older version; a retake of it is not bought.";
  if (!openRetakes(shot).includes(take)) return "A retake was asked for. It is made, or not needed any more.";
  if (take.retake?.prompt === undefined) return `A retake is wanted: the next run can buy one ${price}.`;
  return `A retake in other words is wanted: a run can buy one ${price} once the manifest has them.`;
}

interface VerdictButtonProps {
  readonly name: IconName;
  readonly shortcut: string;
  readonly label: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

function VerdictButton({ name, shortcut, label, pressed, onPress }: VerdictButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`verdict-button verdict-${name}`}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      data-testid={`judge-${name}`}
      onClick={onPress}
    >
      <Icon name={name} />
      {label}
      <span class="kbd" aria-hidden="true">
        {shortcut}
      </span>
    </button>
  );
}
