import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brokenLaws, type CampaignReport, runCampaign } from "./campaign.ts";
import { chaosTables } from "./chaos-table.ts";
import { useOtherLuma } from "./luma-server.ts";
import type { ChaosDialect } from "./screenplay.ts";

const HELP = `npm run chaos -- [options]

  --dialect NAME       dream-machine, agents, crazyrouter or all (default)
  --kills N            kills on each dialect (1000)
  --shots N            shots of a batch (100)
  --kills-per-batch N  kills that one batch survives (25)
  --seed N             fixes every draw; batch i uses seed + i (drawn)
  --speed FACTOR       times as fast as life (60)
  --workers N          batches at one time (3)
  --server URL         a server that is not ours, with LUMA_API_KEY; only what its list shows is counted
  --write-docs         puts the tables into docs/reliability.md
`;

const DOCS = join(import.meta.dirname, "../../../../docs/reliability.md");

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      dialect: { type: "string", default: "all" },
      kills: { type: "string", default: "1000" },
      shots: { type: "string", default: "100" },
      "kills-per-batch": { type: "string", default: "25" },
      seed: { type: "string" },
      speed: { type: "string", default: "60" },
      workers: { type: "string", default: "3" },
      server: { type: "string" },
      "write-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const dialects: readonly ChaosDialect[] =
    values.dialect === "all" ? ["dream-machine", "agents", "crazyrouter"] : [values.dialect as ChaosDialect];
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(values.seed);
  const speed = values.server === undefined ? Number(values.speed) : 1;
  const server =
    values.server === undefined
      ? undefined
      : useOtherLuma({ baseUrl: values.server, apiKey: process.env["LUMA_API_KEY"] ?? "luma-chaos", speed });
  const beganAtMs = Date.now();
  const campaigns: CampaignReport[] = [];
  for (const dialect of dialects) {
    const campaign = await runCampaign({
      dialect,
      seed,
      kills: Number(values.kills),
      shots: Number(values.shots),
      killsPerBatch: Number(values["kills-per-batch"]),
      speed,
      workers: server === undefined ? Number(values.workers) : 1,
      ...(server === undefined ? {} : { server }),
      onBatch: (_report, killed) => {
        const seconds = Math.round((Date.now() - beganAtMs) / 1000);
        process.stderr.write(`${dialect}: ${killed} of ${values.kills} kills, ${seconds} s\n`);
      },
    });
    campaigns.push(campaign);
  }
  const tables = chaosTables(campaigns);
  process.stdout.write(`${tables}\n`);
  const broken = campaigns.flatMap(brokenLaws);
  for (const words of broken) process.stderr.write(`${words}\n`);
  if (values["write-docs"]) writeDocs(tables);
  return broken.length === 0 ? 0 : 1;
}

/** Replaces what stands between the marks below `## Chaos`. */
function writeDocs(tables: string): void {
  const [begin, end] = ["<!-- chaos tables: begin -->", "<!-- chaos tables: end -->"];
  const text = existsSync(DOCS) ? readFileSync(DOCS, "utf8") : "# Reliability\n\n## Chaos\n";
  const block = `${begin}\n\n${tables}\n\n${end}`;
  const [before, rest] = [text.indexOf(begin), text.indexOf(end)];
  const next =
    before >= 0 && rest > before
      ? `${text.slice(0, before)}${block}${text.slice(rest + end.length)}`
      : `${text.trimEnd()}\n\n${block}\n`;
  writeFileSync(DOCS, next);
}

process.exitCode = await main();
