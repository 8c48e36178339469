export { type AgentsApi, type AgentsOptions, createAgentsApi } from "./agents/agents-api.ts";
export { type AgentsClient, createAgentsClient } from "./agents/agents-client.ts";
export type { FileWaits } from "./agents/ask-file.ts";
export type {
  WireAgentsFile,
  WireAgentsFileList,
  WireAgentsGeneration,
  WireAgentsOutput,
  WireAgentsRequest,
  WireEditOptions,
  WireMediaRef,
  WireVideoOptions,
} from "./agents/wire.ts";
export {
  type CrazyrouterApi,
  type CrazyrouterOptions,
  createCrazyrouterApi,
} from "./crazyrouter/crazyrouter-api.ts";
export { type CrazyrouterClient, createCrazyrouterClient } from "./crazyrouter/crazyrouter-client.ts";
export type { WireGatewayRequest, WireGatewayTask } from "./crazyrouter/wire.ts";
export type { AccessOutcome } from "./dialect/check-access.ts";
export type { CallOptions, CreateOptions } from "./dialect/typed-calls.ts";
export {
  createDreamMachineApi,
  type DreamMachineApi,
  type DreamMachineOptions,
} from "./dream-machine/dream-machine-api.ts";
export type { DreamMachineClient } from "./dream-machine/dream-machine-client.ts";
export { createDreamMachineClient } from "./dream-machine/dream-machine-client.ts";
export type {
  WireAudioRequest,
  WireCreateRequest,
  WireGeneration,
  WireImageRequest,
  WireKeyframe,
  WireList,
  WireModifyRequest,
  WireReframeRequest,
  WireUpscaleRequest,
  WireVideoRequest,
} from "./dream-machine/wire.ts";
export type { ChannelOptions } from "./http/channel.ts";
export { LUMA_ERROR_CODES, LumaError, type LumaErrorCode, type LumaErrorOptions } from "./luma-error.ts";
export { createUploads, type Uploads, type UploadsOptions } from "./uploads/create-uploads.ts";
export type { UploadTarget } from "./uploads/upload-target.ts";
