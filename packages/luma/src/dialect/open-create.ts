import type { OpenOutcome } from "@shotlist/core";
import type { Channel } from "../http/channel.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { createOutcome } from "./create-outcome.ts";

/** Opens a connection for one create, whose answer the dialect's reader reads. Never rejects. */
export async function openCreate(
  channel: Channel,
  reader: AnswerReader,
  signal: AbortSignal,
): Promise<OpenOutcome> {
  const opened = await channel.openCreate(signal);
  if (opened.kind !== "open") return opened;
  const { connection } = opened;
  return {
    kind: "open",
    connection: {
      send: async ({ path, body }, { requestId }) =>
        createOutcome(await connection.send({ path, body: JSON.stringify(body), requestId }), reader),
      close: () => connection.close(),
    },
  };
}
