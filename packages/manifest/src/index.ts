export type { Product, ProductRef, ProductVariant } from "./catalog/product.ts";
export type { Json, JsonObject } from "./json.ts";
export type { Limits, Manifest, Output, PriceOverrides, Window } from "./manifest.ts";
export type { Place, Problem, Severity } from "./problem.ts";
export type { LoadFile, ReadManifestInput, ReadResult } from "./read-result.ts";
export type { CameraMotion, Keyframe, Provider, Shot, ShotKind } from "./shot.ts";
