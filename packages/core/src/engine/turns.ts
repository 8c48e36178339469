/** Work that must not overlap, told apart by a key: pieces with one key go one after the other, others at once. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work when everything that was asked for before under this key has ended, well or not. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    const ended = mine
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === ended) this.#last.delete(key);
      });
    this.#last.set(key, ended);
    return mine;
  }
}
