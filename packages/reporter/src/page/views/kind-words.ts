import type { ShotView } from "@shotlist/core/read-model";

/** What a shot makes where it is no plain video, as people read it. */
export const kindWords: Readonly<Record<NonNullable<ShotView["kind"]>, string>> = {
  image: "still",
  edit: "edit",
  reframe: "reframe",
};
