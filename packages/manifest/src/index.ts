export { canonicalJson } from "./canonical-json.ts";
export type { Product, ProductRef, ProductVariant } from "./catalog/product.ts";
export { clipPath } from "./clip-path.ts";
export { CONCEPT_KEYS, findMotion } from "./expand/camera.ts";
export { FIELDS_BY_KIND } from "./expand/kind-fields.ts";
export { changedFields, fingerprintOf, withoutSignature } from "./fingerprint.ts";
export type { Json, JsonObject } from "./json.ts";
export type { Limits, Manifest, Output, PriceOverrides, Uploads, Window } from "./manifest.ts";
export { didYouMean, nearest } from "./nearest.ts";
export type { Place, Problem, Severity } from "./problem.ts";
export { PROBLEM_CODES, type ProblemCode, type ProblemKind } from "./problem-codes.ts";
export { readManifest } from "./read-manifest.ts";
export type { LoadFile, MediaFacts, MediaFile, ReadManifestInput, ReadResult } from "./read-result.ts";
export { safeSegment } from "./safe-segment.ts";
export { MANIFEST_SCHEMA } from "./schema/manifest-schema.ts";
export type {
  CameraMotion,
  EditOptions,
  FramePosition,
  Guide,
  ImageOptions,
  ImageReference,
  Keyframe,
  Media,
  Provider,
  Shot,
  ShotKind,
  SourceMedia,
} from "./shot.ts";
export {
  type ByInput,
  type InputName,
  inputField,
  inputsOf,
  type ShotInput,
  type ShotInputs,
} from "./shot-inputs.ts";
export { TABLE_COLUMNS } from "./source/shot-table.ts";
