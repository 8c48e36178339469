import { describe, expect, it } from "vitest";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { withTimeout } from "./with-timeout.ts";

const late = (reason: string): string => reason;

describe("a bounded request", () => {
  it("gives its answer, and its signal stays quiet", async () => {
    const clock = new VirtualClock();
    const { signal } = new AbortController();
    let given: AbortSignal | undefined;
    const request = async (bounded: AbortSignal): Promise<string> => {
      given = bounded;
      await clock.sleep(5);
      return "answer";
    };
    expect(await clock.run(withTimeout({ clock, timeoutMs: 10, signal }, request, late))).toBe("answer");
    await clock.advance(100);
    expect(given?.aborted).toBe(false);
  });

  it("ends in time, whatever the port does with its signal", async () => {
    const clock = new VirtualClock();
    const { signal } = new AbortController();
    let given: AbortSignal | undefined;
    const request = (bounded: AbortSignal): Promise<string> => {
      given = bounded;
      return new Promise(() => {});
    };
    expect(await clock.run(withTimeout({ clock, timeoutMs: 10, signal }, request, late))).toBe(
      "no answer within 10 ms",
    );
    expect(given?.aborted).toBe(true);
  });

  it("ends at once when the run is left, and asks for nothing after that", async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    let asked = 0;
    const request = (): Promise<string> => {
      asked++;
      return new Promise(() => {});
    };
    const bounds = { clock, timeoutMs: 1000, signal: controller.signal };
    const first = withTimeout(bounds, request, late);
    controller.abort();
    expect(await clock.run(first)).toBe("the run was left");
    expect(await withTimeout(bounds, request, late)).toBe("the run was left");
    expect([asked, clock.nowMs()]).toEqual([1, 0]);
  });
});
