import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlockWriter } from "./block-writer.ts";

const MEGABYTE = 1024 * 1024;

describe("a block writer", () => {
  it("writes every byte at its place, whatever the pieces and however slow the disk", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 2 * MEGABYTE }), { maxLength: 8 }),
        fc.nat(5),
        fc.boolean(),
        async (sizes, startBytes, isSlow) => {
          const whole = Buffer.alloc(sizes.reduce((sum, size) => sum + size, 0));
          for (let index = 0; index < whole.length; index += 1009) whole[index] = index % 251;
          const file = Buffer.alloc(startBytes + whole.length);
          let atOnce = 0;
          const writer = new BlockWriter({
            startBytes,
            write: async (block, position) => {
              atOnce += 1;
              expect(atOnce).toBe(1);
              if (isSlow) await new Promise((resolve) => setImmediate(resolve));
              block.copy(file, position);
              atOnce -= 1;
            },
          });
          let from = 0;
          for (const size of sizes) {
            if (!writer.take(whole.subarray(from, from + size))) await writer.ready();
            from += size;
          }
          await writer.finish();
          expect(file.subarray(startBytes).equals(whole)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("says what the disk said, and writes nothing after it", async () => {
    let writes = 0;
    const writer = new BlockWriter({
      startBytes: 0,
      write: () => {
        writes += 1;
        return Promise.reject(new Error("full"));
      },
    });
    expect(writer.take(Buffer.alloc(600_000))).toBe(true);
    expect(writer.take(Buffer.alloc(600_000))).toBe(false);
    await expect(writer.ready()).rejects.toThrow("full");
    await expect(writer.finish()).rejects.toThrow("full");
    expect(writes).toBe(1);
  });
});
