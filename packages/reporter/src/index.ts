export { renderContactSheet } from "./contact-sheet.ts";
export { estimateCsv, estimateJson, estimateTable } from "./tables/estimate.ts";
export type { ResultRow } from "./tables/result-rows.ts";
export { resultsCsv, resultsJson, resultsTable, type TableOptions } from "./tables/results.ts";
export { summaryLines } from "./tables/summary.ts";
export { type TextColumn, type TextTableOptions, textTable } from "./tables/text-table.ts";
