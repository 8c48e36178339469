/**
 * Whose API: Luma's two and the gateway's. Separate keys, balances and limits; one book holds the generations
 * of all.
 */
export type Dialect = "dream-machine" | "agents" | "crazyrouter";

/** All of them. */
export const DIALECTS: readonly Dialect[] = ["dream-machine", "agents", "crazyrouter"];

/** Something for each dialect. */
export function forEachDialect<T>(make: (dialect: Dialect) => T): Readonly<Record<Dialect, T>> {
  return {
    "dream-machine": make("dream-machine"),
    agents: make("agents"),
    crazyrouter: make("crazyrouter"),
  };
}
