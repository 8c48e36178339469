export { type AgentsApi, createAgentsApi } from "./agents/agents-api.ts";
export { type AgentsClient, createAgentsClient } from "./agents/agents-client.ts";
export type {
  WireAgentsGeneration,
  WireAgentsOutput,
  WireAgentsRequest,
  WireMediaRef,
} from "./agents/wire.ts";
export type { CallOptions } from "./dialect/typed-calls.ts";
export {
  createDreamMachineApi,
  type DreamMachineApi,
  type DreamMachineOptions,
} from "./dream-machine/dream-machine-api.ts";
export type { DreamMachineClient } from "./dream-machine/dream-machine-client.ts";
export { createDreamMachineClient } from "./dream-machine/dream-machine-client.ts";
export type { WireGeneration, WireKeyframe, WireList, WireVideoRequest } from "./dream-machine/wire.ts";
export type { ChannelOptions } from "./http/channel.ts";
export { LUMA_ERROR_CODES, LumaError, type LumaErrorCode, type LumaErrorOptions } from "./luma-error.ts";
