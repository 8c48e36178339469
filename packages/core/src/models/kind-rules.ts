import type { Shot } from "@shotlist/manifest";
import { hdrFaults } from "./hdr-faults.ts";
import { nameOf } from "./model-card.ts";
import type { Finding, ShotRule } from "./shot-rule.ts";

const hdrMade: ShotRule = (shot, { card }) => {
  if (shot.hdr !== true) return [];
  if (card.hdr !== true) {
    const message = `${nameOf(card)} makes no HDR`;
    return [{ code: "hdr-not-possible", field: "hdr", message, hint: "Take hdr out, or use ray-3.2." }];
  }
  return hdrFaults(shot).map((what) => ({
    code: "hdr-not-possible",
    field: "hdr",
    message: `${card.model} makes no HDR clip ${what}`,
  }));
};

const exrHasHdr: ShotRule = (shot, { card }) =>
  shot.exr === true && shot.hdr !== true
    ? [{ code: "exr-needs-hdr", field: "exr", message: `${nameOf(card)} exports EXR from HDR clips only` }]
    : [];

/** Dream Machine's `mode` is required, and says how far an edit leaves its source; it knows nothing else. */
const editSaysHow: ShotRule = ({ kind, edit }, { card }) => {
  if (kind !== "edit") return [];
  if (card.dialect === "agents") {
    const beside = edit?.strength !== undefined || edit?.controls !== undefined;
    return edit?.autoControls === true && beside
      ? [{ code: "edit-control-not-taken", field: "edit", message: "auto excludes strength and controls" }]
      : [];
  }
  const findings: Finding[] = [];
  const finer = edit?.autoControls === true ? "auto" : edit?.controls === undefined ? undefined : "controls";
  if (finer !== undefined) {
    const message = `${card.model} knows only the strength of an edit, not ${finer}`;
    findings.push({ code: "edit-control-not-taken", field: "edit", message });
  }
  if (edit?.strength === undefined) {
    const message = `${card.model} must be told how far an edit may leave its source`;
    findings.push({ code: "edit-strength-needed", field: "edit", message });
  }
  return findings;
};

/** Sources: the SDK `luma-agents`; the OpenAPI document "Dream Machine API" 1.1.0 and Luma's page of images. */
const stillOptionsTaken: ShotRule = ({ image }, { card }) => {
  const { still } = card;
  if (image === undefined || still === undefined) return [];
  return [
    ...optionFindings(image, still.options, card.model),
    ...(image.references.length > still.references
      ? [
          {
            code: "too-many-references",
            field: "references",
            message: `${card.model} takes at most ${still.references} references, not ${image.references.length}`,
          } as const,
        ]
      : []),
    ...(!still.weights && image.references.some(({ weight }) => weight !== undefined)
      ? [
          {
            code: "still-option-not-taken",
            field: "references",
            message: `${card.model} takes no weight of a reference`,
            hint: "Take weight out; the order of the references and the prompt say what counts.",
          } as const,
        ]
      : []),
  ];
};

function optionFindings(image: NonNullable<Shot["image"]>, taken: boolean, model: string): Finding[] {
  if (taken) return [];
  const said = [
    ...(image.style === undefined ? [] : ["style"]),
    ...(image.webSearch === true ? ["web_search"] : []),
  ];
  return said.map((field) => ({
    code: "still-option-not-taken",
    field,
    message: `${model} has no ${field}`,
    hint: `Take ${field} out, or use uni-1.`,
  }));
}

/** Rules about what only some kinds of shots have. */
export const KIND_RULES: readonly ShotRule[] = [hdrMade, exrHasHdr, editSaysHow, stillOptionsTaken];
