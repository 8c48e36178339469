import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "./account.ts";
import { fileJournal, memoryJournal } from "./book/book-journal.ts";
import { stateAt } from "./book/generation.ts";
import { startCallbacks } from "./callbacks/callbacks.ts";
import { createCdn } from "./cdn/cdn.ts";
import { createClipMaker } from "./clip/clip-maker.ts";
import { answerControl, CONTROL_BASE, type Controllable } from "./control.ts";
import { answerDreamMachine, DREAM_MACHINE_BASE } from "./dream-machine/dream-machine.ts";
import { addForeign } from "./dream-machine/read.ts";
import { wireGeneration } from "./dream-machine/wire-generation.ts";
import { faultSpecProblem } from "./faults/fault-spec.ts";
import { type Answer, type ApiRequest, refusal } from "./http/answer.ts";
import { type Listener, listen, readBody, send, setCommonHeaders } from "./http/serve.ts";
import { openAccount } from "./open-account.ts";
import type { Simulator, SimulatorOptions } from "./options.ts";

const MAX_BODY_BYTES = 1_000_000;

/**
 * Starts a local Luma: the Dream Machine API, the CDN that its links lead to, and a control API.
 *
 * @throws RangeError for a speed that is not above 0 or an unknown fault; BookError for a file that is not
 * a book; errors of node:net when a port that was asked for cannot be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const problem = options.faults === undefined ? undefined : faultSpecProblem(options.faults);
  if (problem !== undefined) throw new RangeError(problem);
  const speed = options.speed ?? 1;
  if (!(speed > 0)) throw new RangeError(`the speed must be above 0, not ${speed}`);

  const journal = options.bookFile === undefined ? memoryJournal() : fileJournal(options.bookFile);
  const origins = { api: "", cdn: "" };
  const account = openAccount(options, journal, { speed, origins });
  const clips = createClipMaker({
    find: (id) => account.book.all().find((generation) => generation.id === id),
    ...options.clip,
  });
  const host = options.host ?? "127.0.0.1";
  const remembered = journal.entries.findLast((entry) => entry.type === "ports");
  const open = (
    asked: number | undefined,
    known: number | undefined,
    handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): Promise<Listener> => {
    const isFixed = asked !== undefined && asked !== 0;
    return listen({ host, port: isFixed ? asked : (known ?? 0), fallback: !isFixed, handle });
  };

  const control: Controllable = controlOf(account, () => callbacks.pump());
  const cdn = await open(options.cdnPort, remembered?.cdn, createCdn(account, clips));
  const api = await open(options.port, remembered?.api, (request, response) =>
    handleApi(account, control, request, response),
  ).catch(async (error: unknown) => {
    await cdn.close();
    throw error;
  });
  origins.api = `http://${urlHost(host)}:${api.port}`;
  origins.cdn = `http://${urlHost(host)}:${cdn.port}`;
  const callbacks = startCallbacks(account, (generation, state) =>
    wireGeneration(account, generation, state),
  );
  if (remembered?.api !== api.port || remembered.cdn !== cdn.port) {
    journal.append({ type: "ports", api: api.port, cdn: cdn.port });
  }

  return {
    baseUrl: `${origins.api}${DREAM_MACHINE_BASE}`,
    cdnUrl: origins.cdn,
    controlUrl: `${origins.api}${CONTROL_BASE}`,
    port: api.port,
    stats: control.stats,
    generations: control.generations,
    setFaults: control.setFaults,
    advance: control.advance,
    close: async () => {
      callbacks.stop();
      account.clock.stop();
      await Promise.all([api.close(), cdn.close()]);
    },
  };
}

function controlOf(account: Account, pumpCallbacks: () => void): Controllable {
  const { book, clock, dice, journal } = account;
  return {
    stats: () => account.stats.read(),
    generations: () =>
      book.all().map((generation) => ({ ...generation, state: stateAt(generation, clock.nowMs()) })),
    setFaults: (faults) => {
      const problem = faultSpecProblem(faults);
      if (problem !== undefined) throw new RangeError(problem);
      dice.setSpec(faults);
    },
    advance: (seconds) => {
      clock.skipMs(clock.durationMs(seconds));
      journal.append({ type: "skipped", totalMs: clock.skippedMs() });
      pumpCallbacks();
    },
    addForeign: (options) => addForeign(account, options).id,
  };
}

async function handleApi(
  account: Account,
  control: Controllable,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  setCommonHeaders(request, response, account.clock);
  const body = await readBody(request, MAX_BODY_BYTES);
  const url = new URL(request.url ?? "/", "http://api.invalid");
  const method = request.method ?? "GET";
  const below = (base: string): ApiRequest => ({
    method,
    path: url.pathname.slice(base.length).replace(/(?<=.)\/$/, ""),
    query: url.searchParams,
    headers: request.headers,
    body: body ?? "",
  });
  const answered = (endpoint: string, answer: Answer): void => {
    account.stats.noteAnswer(endpoint, outcomeOf(answer));
    send(response, answer, account.clock);
  };
  if (body === undefined)
    return answered(`${method} ${url.pathname}`, refusal(413, "Request body is too large"));
  if (url.pathname.startsWith(`${CONTROL_BASE}/`)) {
    return send(response, answerControl(control, below(CONTROL_BASE)), account.clock);
  }
  if (!url.pathname.startsWith(`${DREAM_MACHINE_BASE}/`)) {
    return answered(`${method} elsewhere`, refusal(404, "Not Found"));
  }
  const { endpoint, answer } = answerDreamMachine(account, below(DREAM_MACHINE_BASE));
  return answered(endpoint, answer);
}

function outcomeOf(answer: Answer): string {
  if (answer.kind === "destroy") return "lost";
  if (answer.kind === "hang") return "hung";
  return answer.kind === "delayed" ? outcomeOf(answer.answer) : String(answer.status);
}

function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
