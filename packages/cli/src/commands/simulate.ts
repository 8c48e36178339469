import type { SimulateFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";

/** Runs a local Luma until it is stopped, and says how to reach it. */
export async function simulate(io: Io, flags: SimulateFlags): Promise<number> {
  const { startSimulator } = await import("@shotlist/simulator");
  const simulator = await startSimulator({
    port: flags.port,
    speed: flags.speed,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.book === undefined ? {} : { bookFile: flags.book }),
  });
  io.stdout.write(
    [
      `A simulated Luma listens at ${simulator.baseUrl} (${flags.speed} × real speed). Ctrl-C stops it.`,
      "",
      "In another terminal:",
      `  export LUMAAI_BASE_URL=${simulator.baseUrl} LUMA_API_KEY=luma-simulated`,
      `  export LUMA_AGENTS_BASE_URL=${simulator.agentsBaseUrl} LUMA_AGENTS_API_KEY=luma-api-simulated`,
      "  shotlist run MANIFEST --yes",
      "",
    ].join("\n"),
  );
  await new Promise<void>((resolve) => {
    const stop = io.onStopSignal(() => {
      stop();
      resolve();
    });
  });
  await simulator.close();
  return EXIT.ok;
}
