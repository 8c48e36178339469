import type { ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";
import { ReviewContext } from "./review-context.ts";

/** The pointer's way to judge a card's clip without opening it; the keyboard has A, R and T. */
export function CardJudge({ shot }: { readonly shot: ShotView }): JSX.Element | null {
  const { decide, ask } = useContext(ReviewContext);
  const take = shot.takes.find((each) => each.number === shot.shownTake);
  if (!take?.clip) return null;
  const target = { shot, take };
  const verdict = take.verdict?.verdict;
  return (
    <span class="card-judge">
      <Choice
        icon="approved"
        label="Approve (A)"
        pressed={verdict === "approved"}
        onPress={() =>
          decide([{ target, intent: { verdict: verdict === "approved" ? "none" : "approved" } }])
        }
      />
      <Choice
        icon="rejected"
        label="Reject with a note (R)"
        pressed={verdict === "rejected"}
        onPress={() => ask({ kind: "reject", shotId: shot.id, take: take.number })}
      />
      <Choice
        icon="retake"
        label="Ask for a retake (T)"
        pressed={take.retake !== undefined}
        onPress={() => decide([{ target, intent: { retake: take.retake === undefined } }])}
      />
    </span>
  );
}

function Choice(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class={`card-choice verdict-${props.icon}`}
      tabIndex={-1}
      aria-pressed={props.pressed}
      aria-label={props.label}
      title={props.label}
      onClick={(event) => {
        event.stopPropagation();
        props.onPress();
      }}
    >
      <Icon name={props.icon} />
    </button>
  );
}
