export { exampleClip, exampleFailure, exampleShot, exampleSnapshot, exampleTake } from "./example-data.ts";
export { sampleReadModel } from "./sample-read-model.ts";
