import { type FaultName, isFaultName } from "./fault-spec.ts";

/** A fault that a prompt asks for. */
export interface PromptMarker {
  readonly name: FaultName;
  readonly value?: string;
  readonly times?: number;
}

const MARKER = /\[\[sim:([a-z0-9-]+)(?:=([^\]*]+))?(?:\*(\d+))?\]\]/g;

/**
 * The faults that a prompt asks for, in its order: `[[sim:NAME]]`, `[[sim:NAME=VALUE]]`,
 * `[[sim:NAME*TIMES]]`, `[[sim:NAME=VALUE*TIMES]]`. Names that are no fault are passed over.
 */
export function promptMarkers(prompt: string): readonly PromptMarker[] {
  const markers: PromptMarker[] = [];
  for (const [, name = "", value, times] of prompt.matchAll(MARKER)) {
    if (!isFaultName(name)) continue;
    markers.push({
      name,
      ...(value === undefined ? {} : { value }),
      ...(times === undefined ? {} : { times: Number(times) }),
    });
  }
  return markers;
}

/** A prompt without its markers, for showing. */
export function withoutMarkers(prompt: string): string {
  return prompt.replace(MARKER, " ").replace(/\s+/g, " ").trim();
}
