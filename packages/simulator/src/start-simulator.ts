import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "./account.ts";
import { AGENTS_BASE } from "./agents/agents.ts";
import { fileJournal, memoryJournal } from "./book/book-journal.ts";
import { stateAt } from "./book/generation.ts";
import { startCallbacks } from "./callbacks/callbacks.ts";
import { createCdn } from "./cdn/cdn.ts";
import { type ClipMaker, createClipMaker } from "./clip/clip-maker.ts";
import { CONTROL_BASE, type Controllable } from "./control.ts";
import { CRAZYROUTER_BASE } from "./crazyrouter/crazyrouter.ts";
import { DREAM_MACHINE_BASE } from "./dream-machine/dream-machine.ts";
import { wireGeneration } from "./dream-machine/wire-generation.ts";
import { faultSpecProblem } from "./faults/fault-spec.ts";
import { addForeign } from "./foreign.ts";
import { answerApi } from "./http/answer-api.ts";
import { type Listener, listen } from "./http/serve.ts";
import { openAccount } from "./open-account.ts";
import type { Simulator, SimulatorOptions } from "./options.ts";
import { applySettings } from "./settings.ts";

/**
 * Starts a local Luma: both of its APIs and the gateway on one port, the CDN that their links lead to, and a control API.
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

  const control: Controllable = controlOf(account, clips, () => callbacks.pump());
  const cdn = await open(options.cdnPort, remembered?.cdn, createCdn(account, clips));
  const api = await open(options.port, remembered?.api, (request, response) =>
    answerApi(account, control, { request, response }),
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
    agentsBaseUrl: `${origins.api}${AGENTS_BASE}`,
    crazyrouterBaseUrl: `${origins.api}${CRAZYROUTER_BASE}`,
    cdnUrl: origins.cdn,
    controlUrl: `${origins.api}${CONTROL_BASE}`,
    port: api.port,
    stats: control.stats,
    generations: control.generations,
    files: control.files,
    setFaults: control.setFaults,
    setSettings: control.setSettings,
    advance: control.advance,
    close: async () => {
      callbacks.stop();
      account.clock.stop();
      await Promise.all([api.close(), cdn.close()]);
    },
  };
}

function controlOf(account: Account, clips: ClipMaker, pumpCallbacks: () => void): Controllable {
  const { book, clock, dice, journal } = account;
  return {
    stats: () => account.stats.read(),
    generations: () =>
      book.all().map((generation) => ({ ...generation, state: stateAt(generation, clock.nowMs()) })),
    files: () => account.files.all(),
    setFaults: (faults) => {
      const problem = faultSpecProblem(faults);
      if (problem !== undefined) throw new RangeError(problem);
      dice.setSpec(faults);
    },
    setSettings: (settings) => applySettings(account, clips, settings),
    advance: (seconds) => {
      clock.skipMs(clock.durationMs(seconds));
      journal.append({ type: "skipped", totalMs: clock.skippedMs() });
      pumpCallbacks();
    },
    addForeign: (options) => addForeign(account, options).id,
  };
}

function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
