/** Which of Luma's two APIs: separate keys, balances and limits; one book holds the generations of both. */
export type Dialect = "dream-machine" | "agents";

/** Both. */
export const DIALECTS: readonly Dialect[] = ["dream-machine", "agents"];
