import { sampleReadModel } from "@shotlist/core/testing";
import { expect, it } from "vitest";
import { bulkOutlook } from "./bulk.ts";

const { shots } = sampleReadModel({ shots: 60, seed: 9 });

it("counts each shot once, and says what it leaves out, repeats and overturns", () => {
  const outlook = bulkOutlook([...shots, ...shots.slice(0, 10)], "approved");
  expect(outlook.targets.length + outlook.withoutClip).toBe(60);
  expect(outlook.withoutClip).toBe(shots.filter((shot) => shot.shownTake === 0).length);
  const words = outlook.targets.map(({ take }) => take.verdict?.verdict);
  expect(outlook.already).toBe(words.filter((word) => word === "approved").length);
  expect(outlook.overturned).toBe(words.filter((word) => word === "rejected").length);
  expect(outlook.overturned).toBeGreaterThan(0);
});

it("sums retakes, and knows no sum where a price is unknown", () => {
  const [shot] = shots.filter((each) => each.shownTake > 0 && each.priceUsdE4 !== null);
  expect(bulkOutlook([shot!], "rejected").retakesUsdE4).toBe(shot!.priceUsdE4);
  expect(bulkOutlook([shot!, { ...shot!, priceUsdE4: null }], "rejected").retakesUsdE4).toBeNull();
  expect(bulkOutlook([], "rejected")).toMatchObject({ targets: [], retakesUsdE4: 0 });
});
