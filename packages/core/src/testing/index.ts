export { sampleReadModel } from "./sample-read-model.ts";
