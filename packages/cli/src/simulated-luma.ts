import type { Dialect, EngineLimits } from "@shotlist/core";
import type { Credentials } from "./keys.ts";

/** A Luma on this machine, started for one command; it speaks both of Luma's APIs and the gateway's. */
export interface SimulatedLuma {
  readonly credentialsOf: (dialect: Dialect) => Credentials;
  close(): Promise<void>;
}

/** How many times as fast a simulated Luma runs, unless said: a generation takes about a second. */
export const DEFAULT_SPEED = 60;

/** Starts the simulator with the book beside the state, so that what was in flight at a kill goes on. */
export async function startSimulatedLuma(options: {
  /** Without it nothing is kept. */
  readonly book?: string;
  readonly speed: number;
  readonly seed?: number;
}): Promise<SimulatedLuma> {
  const { startSimulator } = await import("@shotlist/simulator");
  const simulator = await startSimulator({
    ...(options.book === undefined ? {} : { bookFile: options.book }),
    speed: options.speed,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  return {
    credentialsOf: (dialect) => {
      switch (dialect) {
        case "dream-machine":
          return { apiKey: "luma-simulated", baseUrl: simulator.baseUrl };
        case "agents":
          return { apiKey: "luma-api-simulated", baseUrl: simulator.agentsBaseUrl };
        case "crazyrouter":
          return { apiKey: "sk-simulated", baseUrl: simulator.crazyrouterBaseUrl };
      }
    },
    close: () => simulator.close(),
  };
}

/** The same policy on a faster clock: every duration shrinks by the speed, the rate window included. */
export function atSpeed(limits: EngineLimits, speed: number): EngineLimits {
  return {
    ...limits,
    confirmAfterMs: limits.confirmAfterMs / speed,
    pollMinMs: limits.pollMinMs / speed,
    pollMaxMs: limits.pollMaxMs / speed,
    generationTimeoutMs: limits.generationTimeoutMs / speed,
    timeScale: speed,
  };
}
