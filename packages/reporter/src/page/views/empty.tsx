import type { JSX } from "preact";

/** Nothing fits the filter: says so, and offers the way out. */
export function NothingFound({
  query,
  onClear,
}: {
  readonly query: string;
  readonly onClear: () => void;
}): JSX.Element {
  return (
    <div class="empty" data-testid="empty">
      <p class="empty-title">No shot fits this filter</p>
      <p>
        <code>{query}</code>
      </p>
      <button type="button" class="plain" onClick={onClear}>
        Show all shots
      </button>
    </div>
  );
}

/** The manifest has no shots at all. */
export function NoShots(): JSX.Element {
  return (
    <div class="empty" data-testid="empty">
      <p class="empty-title">This manifest has no shots yet</p>
      <p>
        Add one and run <code>shotlist run</code>; the next report will show it here.
      </p>
    </div>
  );
}

/** The page was opened without a report in it. */
export function NoReport({ reason }: { readonly reason: string }): JSX.Element {
  return (
    <main class="empty" data-testid="no-report">
      <p class="empty-title">There is no report in this page</p>
      <p>{reason}</p>
      <p>
        Run <code>shotlist report</code> to write it again.
      </p>
    </main>
  );
}
