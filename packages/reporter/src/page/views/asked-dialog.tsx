import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import type { PageState } from "../state/page-state.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { JudgeDialog } from "./judge-dialog.tsx";

/** What the dialog needs. */
export interface AskedDialogProps {
  readonly asked: PageState["asked"];
  readonly model: ReadModel;
  /** What the filter shows. */
  readonly shots: readonly ShotView[];
  readonly query: string;
}

/** The question that is open, if there is one and what it is about is still there. */
export function AskedDialog({ asked, model, shots, query }: AskedDialogProps): JSX.Element | null {
  if (asked === null) return null;
  if (asked.kind === "bulk") return <BulkDialog shots={shots} query={query} />;
  const shot = model.shots.find((each) => each.id === asked.shotId);
  const take = shot?.takes.find((each) => each.number === asked.take);
  return shot && take ? <JudgeDialog kind={asked.kind} target={{ shot, take }} /> : null;
}
