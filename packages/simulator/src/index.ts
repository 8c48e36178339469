export type { StoredFile } from "./agents/files/stored-file.ts";
export { BookError } from "./book/book-journal.ts";
export type { Latency } from "./book/fate.ts";
export type {
  EchoChange,
  GenerationKind,
  GenerationState,
  Oddities,
  SimulatedGeneration,
} from "./book/generation.ts";
export type { ClipWish } from "./clip/clip-wish.ts";
export type { Dialect } from "./dialect.ts";
export type { FaultName, FaultRule, FaultSpec } from "./faults/fault-spec.ts";
export { FAULTS } from "./faults/fault-spec.ts";
export type { JsonObject } from "./json.ts";
export type {
  AgentsAccess,
  ClipOptions,
  GenerationView,
  Limits,
  Simulator,
  SimulatorOptions,
  SimulatorSettings,
} from "./options.ts";
export type { SetTimer } from "./sim-clock.ts";
export { startSimulator } from "./start-simulator.ts";
export type { DialectStats, RequestStats, SimulatorStats } from "./stats.ts";
