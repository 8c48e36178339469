import {
  formatUsd,
  moneyOf,
  type RetakeWish,
  ShotlistError,
  type StateSnapshot,
  type Take,
  type TakeEvent,
  type Verdict,
} from "@shotlist/core";
import { newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";
import { oneLine } from "../../terminal/text-width.ts";

/** What `shotlist state show` takes beside the common options. */
export interface ShowFlags extends CommonFlags {
  readonly take?: number;
}

/**
 * Shows the takes of a shot with their requests and all that happened to them. Reads only, and disturbs no run.
 *
 * @throws ShotlistError `shot-not-found`, `take-not-found`, `state-not-found`
 */
export async function stateShow(io: Io, file: string, shotId: string, flags: ShowFlags): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const { nowMs } = systemClock;
  const store = await openStateStore({
    file: state.paths.state,
    name: state.name,
    newId: newUuid,
    nowMs,
    readOnly: true,
  });
  try {
    const snapshot = await store.read();
    const takes = takesOf(snapshot.takes, shotId, flags.take);
    for (const [index, take] of takes.entries()) {
      const history = await store.history(take);
      const said = saidOf(take, snapshot);
      if (flags.json === true) {
        printRecord(io, { type: "take", ...take, money: moneyOf(take), ...said, history });
      } else {
        io.stdout.write(`${index === 0 ? "" : "\n"}${takeLines(take, said, history).join("\n")}\n`);
      }
    }
  } finally {
    await store.close();
  }
  return EXIT.ok;
}

function takesOf(all: readonly Take[], shotId: string, number: number | undefined): readonly Take[] {
  const takes = all.filter((take) => take.shotId === shotId);
  if (takes.length === 0) {
    throw new ShotlistError("shot-not-found", `The state knows no shot "${shotId}".`, {
      hint: "shotlist state list MANIFEST shows those that it knows.",
    });
  }
  const meant = takes.filter((take) => number === undefined || take.number === number);
  if (meant.length === 0) {
    throw new ShotlistError("take-not-found", `Shot ${shotId} has no take ${number}.`, {
      hint: `It has ${takes.map((take) => take.number).join(", ")}.`,
    });
  }
  return meant;
}

/** What a reviewer said of a take's clip. */
interface Said {
  readonly verdict?: Verdict;
  readonly retake?: RetakeWish;
}

function saidOf({ shotId, number }: Take, { verdicts, retakes = [] }: StateSnapshot): Said {
  const isOfTake = (said: Verdict | RetakeWish): boolean => said.shotId === shotId && said.number === number;
  const verdict = verdicts.find(isOfTake);
  const retake = retakes.find(isOfTake);
  return { ...(verdict === undefined ? {} : { verdict }), ...(retake === undefined ? {} : { retake }) };
}

function verdictWords({ verdict }: Said): string | undefined {
  if (verdict === undefined) return undefined;
  return verdict.note === "" ? verdict.verdict : `${verdict.verdict}: ${verdict.note}`;
}

function retakeWords({ retake }: Said): string | undefined {
  if (retake === undefined) return undefined;
  return retake.prompt === undefined ? "asked for" : `asked for with the prompt: ${retake.prompt}`;
}

function takeLines(take: Take, said: Said, history: readonly TakeEvent[]): readonly string[] {
  const { clip, failure, upstream, account, priceUsdE4 } = take;
  const price = priceUsdE4 === null ? "unknown price" : formatUsd(priceUsdE4);
  const field = (name: string, value: string | undefined): readonly string[] =>
    value === undefined || value === "" ? [] : [`  ${name.padEnd(12)} ${oneLine(value)}`];
  return [
    `${take.shotId}, take ${take.number}: ${take.state}`,
    ...field("money", `${price}, ${moneyOf(take)}`),
    ...field("generation", take.generationId),
    ...field("paid twice", take.paidTwiceOf === undefined ? undefined : `also as take ${take.paidTwiceOf}`),
    ...field("failure", failure === undefined ? undefined : `${failure.code}: ${failure.message}`),
    ...(clip === undefined ? [] : [clip, ...(clip.attachments ?? [])]).flatMap((file, index) =>
      field(index === 0 ? "clip" : "beside it", `${file.file} (${file.bytes} bytes, ${file.sha256})`),
    ),
    ...field("verdict", verdictWords(said)),
    ...field("retake", retakeWords(said)),
    ...field("continues", Object.values(upstream).join(", ")),
    ...field("account", `${account.dialect} at ${account.origin}`),
    ...field("request", `POST ${take.request.path} ${JSON.stringify(take.request.body, withoutContent)}`),
    ...field("request id", take.requestId),
    ...history.map((event) => `  ${new Date(event.atMs).toISOString()}  ${eventWords(event)}`),
  ];
}

/** Files that stand in a request as base64 are counted instead of shown; `--json` has them whole. */
function withoutContent(key: string, value: unknown): unknown {
  return key === "data" && typeof value === "string" && value.length > 80
    ? `(${Buffer.byteLength(value, "base64")} bytes)`
    : value;
}

function eventWords(event: TakeEvent): string {
  switch (event.type) {
    case "intended":
      return event.take.generationId === undefined ? "intended" : `taken up as ${event.take.state}`;
    case "accepted":
      return `accepted as ${event.generationId} (${event.idSource})`;
    case "refused":
    case "failed":
      return `${event.type}: ${oneLine(event.failure.message)}`;
    case "unsent":
    case "unanswered":
    case "excused":
      return `${event.type}: ${oneLine(event.reason)}`;
    case "absent":
      return `absent, by ${event.by}`;
    case "seen":
      return event.apiState;
    default:
      return event.type;
  }
}
