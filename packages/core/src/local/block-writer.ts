/** How a block writer writes. */
export interface BlockWriterOptions {
  /** Writes all of a block at its place in the file; the block is not touched until this settles. */
  readonly write: (block: Buffer, position: number) => Promise<void>;
  /** Where the first byte goes. */
  readonly startBytes: number;
}

/** A write of this size costs little more than one of a sixteenth, which is what a socket gives at a time. */
const BLOCK_BYTES = 512 * 1024;

/** Blocks of writers that are done: as many as downloads at once may need, so that none is left to the collector. */
const POOLED = 64;
const pool: Buffer[] = [];

const emptyBlock = (): Buffer => pool.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);

/**
 * Writes small pieces in large blocks, one at a time: while one block is on its way to the disk the next is filled.
 * It holds two blocks, however large the file is.
 */
export class BlockWriter {
  readonly #write: BlockWriterOptions["write"];
  #position: number;
  #filling: Buffer = emptyBlock();
  #spare: Buffer = emptyBlock();
  #filledBytes = 0;
  /** What did not fit while both blocks were in use. */
  #over: Buffer = Buffer.alloc(0);
  /** Stays true after a write that failed: nothing is written after it. */
  #isWriting = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: BlockWriterOptions) {
    this.#write = options.write;
    this.#position = options.startBytes;
  }

  /** Takes a piece. False: no more before `ready`. */
  take(piece: Buffer): boolean {
    this.#over = this.#fill(piece);
    this.#advance();
    return this.#filledBytes < BLOCK_BYTES;
  }

  /** Resolves when pieces may be taken again. Rejects with what the disk said. */
  async ready(): Promise<void> {
    while (this.#filledBytes === BLOCK_BYTES) {
      await this.#writing;
      this.#advance();
    }
  }

  /** Writes what is left, and takes no more. Rejects with what the disk said, also of an earlier block. */
  async finish(): Promise<void> {
    await this.ready();
    await this.#writing;
    if (this.#filledBytes > 0)
      await this.#write(this.#filling.subarray(0, this.#filledBytes), this.#position);
    // After a failure the blocks may still be on their way, and are left alone.
    if (pool.length < POOLED) pool.push(this.#filling, this.#spare);
  }

  /** Fills the block; what does not fit. */
  #fill(piece: Buffer): Buffer {
    const taken = piece.copy(this.#filling, this.#filledBytes);
    this.#filledBytes += taken;
    return piece.subarray(taken);
  }

  /** Sends full blocks off as far as the disk takes them. */
  #advance(): void {
    while (this.#filledBytes === BLOCK_BYTES && !this.#isWriting) {
      this.#send();
      this.#over = this.#fill(this.#over);
    }
  }

  #send(): void {
    const block = this.#filling;
    const position = this.#position;
    this.#filling = this.#spare;
    this.#spare = block;
    this.#filledBytes = 0;
    this.#position += block.length;
    this.#isWriting = true;
    this.#writing = this.#write(block, position).then(() => {
      this.#isWriting = false;
    });
    // Whoever waits for it hears of a failure; until then nobody does.
    this.#writing.catch(() => undefined);
  }
}
