/** A priority queue: the least item by `compare` comes out first; equal items come out in no promised order. */
export class MinHeap<Item> {
  readonly #items: Item[] = [];
  readonly #compare: (a: Item, b: Item) => number;

  /** @param compare - negative when `a` comes before `b`. */
  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  /** The least item, left in its place. */
  peek(): Item | undefined {
    return this.#items[0];
  }

  /** The first so many items in order, left in their place; fewer when there are not so many. */
  smallest(count: number): Item[] {
    return this.#items.toSorted(this.#compare).slice(0, count);
  }

  push(item: Item): void {
    const items = this.#items;
    let index = items.length;
    items.push(item);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent] as Item;
      if (this.#compare(item, above) >= 0) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }

  pop(): Item | undefined {
    const items = this.#items;
    const least = items[0];
    const last = items.pop();
    if (items.length > 0) this.#sink(last as Item);
    return least;
  }

  /** Puts `item` at the root and lets it sink to its place. */
  #sink(item: Item): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#compare(items[child + 1] as Item, items[child] as Item) < 0)
        child++;
      if (this.#compare(item, items[child] as Item) <= 0) break;
      items[index] = items[child] as Item;
      index = child;
    }
    items[index] = item;
  }
}
