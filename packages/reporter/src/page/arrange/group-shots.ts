import type { ShotView } from "@shotlist/core/read-model";
import type { VerdictWord } from "../../decisions/decision.ts";
import { shotStates, stateLabels } from "../../words/state-words.ts";
import { verdictOf } from "../find/match-shot.ts";

/** What the page can gather shots by. */
export type GroupKey = "none" | "product" | "tag" | "state" | "verdict" | "ratio" | "kind" | "model";

/** Group keys as people read them, in the order of the menu. */
export const groupLabels: Readonly<Record<GroupKey, string>> = {
  none: "No groups",
  product: "Product",
  tag: "Tag",
  state: "State",
  verdict: "Verdict",
  ratio: "Aspect ratio",
  kind: "Kind",
  model: "Model",
};

/** Shots that stand together under one heading. */
export interface ShotGroup {
  /** Unique among the groups. */
  readonly key: string;
  /** Empty for the only group of an ungrouped page. */
  readonly title: string;
  readonly shots: readonly ShotView[];
}

/**
 * Gathers shots under headings. Groups stand in the order in which their first shot comes, states in
 * the order of urgency, and what has no product or no tag comes last. A shot with several tags stands
 * under each of them; otherwise every shot is in exactly one group. No group is empty.
 */
export function groupShots(shots: readonly ShotView[], by: GroupKey): readonly ShotGroup[] {
  if (shots.length === 0) return [];
  if (by === "none") return [{ key: "all", title: "", shots }];
  const groups = new Map<string, { title: string; shots: ShotView[] }>();
  for (const shot of shots) {
    for (const [key, title] of headingsOf(shot, by)) {
      const group = groups.get(key);
      if (group) group.shots.push(shot);
      else groups.set(key, { title, shots: [shot] });
    }
  }
  const entries = [...groups].map(([key, group]) => ({ key, ...group }));
  return entries.toSorted((a, b) => rankOf(a.key, by) - rankOf(b.key, by));
}

type Heading = readonly [key: string, title: string];

function headingsOf(shot: ShotView, by: Exclude<GroupKey, "none">): readonly Heading[] {
  switch (by) {
    case "product":
      return shot.product
        ? [[`product ${shot.product.id}`, shot.product.title || shot.product.handle]]
        : [["", "Without a product"]];
    case "tag":
      return shot.tags.length > 0
        ? [...new Set(shot.tags)].map((tag): Heading => [`tag ${tag}`, tag])
        : [["", "Without a tag"]];
    case "state":
      return [[shot.state, stateLabels[shot.state]]];
    case "verdict":
      return [verdictHeadings[verdictOf(shot)]];
    case "ratio":
      return [[shot.aspectRatio, shot.aspectRatio]];
    case "kind":
      return [[shot.kind ?? "video", kindHeadings[shot.kind ?? "video"]]];
    case "model":
      return [[shot.model, shot.model]];
  }
}

const kindHeadings = { video: "Videos", image: "Stills", edit: "Edits", reframe: "Reframes" } as const;

/** What waits for a verdict comes first. */
const verdictHeadings: Readonly<Record<VerdictWord | "", Heading>> = {
  none: ["1", "To review"],
  approved: ["2", "Approved"],
  rejected: ["3", "Rejected"],
  "": ["", "Nothing to review yet"],
};

function rankOf(key: string, by: GroupKey): number {
  if (by === "state") return shotStates.map(String).indexOf(key);
  if (by === "verdict") return key === "" ? 9 : Number(key);
  return key === "" ? 1 : 0;
}
