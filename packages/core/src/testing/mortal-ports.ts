import type { ClipStore } from "../ports/clip-store.ts";
import type { Clock, Random } from "../ports/clock.ts";
import type { CreateConnection, GenerationApi, OpenOutcome } from "../ports/generation-api.ts";
import type { StateStore } from "../ports/state-store.ts";

/** The ports of one process. */
export interface MortalPorts {
  readonly clock: Clock;
  readonly api: GenerationApi;
  readonly store: StateStore;
  readonly clips: ClipStore;
  /** Resolves when the process has died. */
  readonly died: Promise<void>;
}

/**
 * Ports of a process that is killed at its so-manieth call: that call either never happens or happens without
 * being answered, and nothing is answered from then on. What outlives the process (the disk, the API, time)
 * stays as it is.
 *
 * @param ports - what outlives the process.
 * @param life - the number of the call at which it dies, from 1, and what decides whether that call happens.
 */
export function mortalPorts(
  ports: Pick<MortalPorts, "clock" | "api" | "store" | "clips">,
  life: { readonly calls: number; readonly random: Random },
): MortalPorts {
  let calls = 0;
  let die = (): void => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const never = <T>(): Promise<T> => new Promise<T>(() => {});
  const isDead = (): boolean => calls >= life.calls;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead()) return never();
    calls++;
    if (isDead()) {
      if (life.random() < 0.5) void work().catch(() => {});
      die();
      return never();
    }
    const result = await work();
    return isDead() ? never() : result;
  };
  return {
    clock: mortalClock(ports.clock, isDead, never),
    died,
    store: mortal(ports.store, call),
    clips: mortal(ports.clips, call),
    api: mortalApi(ports.api, call),
  };
}

type Call = <T>(work: () => Promise<T>) => Promise<T>;

function mortalClock(clock: Clock, isDead: () => boolean, never: <T>() => Promise<T>): Clock {
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (isDead()) await never();
    },
  };
}

/** Every method of a port as a call of the process. */
function mortal<Port extends object>(port: Port, call: Call): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...parameters: unknown[]) =>
        call(() => Promise.resolve(Reflect.apply(member, target, parameters) as unknown));
    },
  });
}

function mortalApi(api: GenerationApi, call: Call): GenerationApi {
  const mortalConnection = (connection: CreateConnection): CreateConnection => ({
    send: (request, options) => call(() => connection.send(request, options)),
    close: () => connection.close(),
  });
  const { list } = api;
  return {
    account: api.account,
    buildRequest: (shot, upstream) => api.buildRequest(shot, upstream),
    match: (request, generation) => api.match(request, generation),
    openCreate: (signal) =>
      call(async (): Promise<OpenOutcome> => {
        const open = await api.openCreate(signal);
        return open.kind === "open" ? { kind: "open", connection: mortalConnection(open.connection) } : open;
      }),
    look: (id, signal) => call(() => api.look(id, signal)),
    ...(list === undefined ? {} : { list: (page, signal) => call(() => list(page, signal)) }),
  };
}
