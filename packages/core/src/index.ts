export { DIAGNOSIS_CODES } from "./diagnosis-codes.ts";
export type { EngineLimits, EngineOptions } from "./engine/engine-options.ts";
export { type Listing, type ListingOrder, listGenerations } from "./engine/listing.ts";
export { runEngine } from "./engine/run-engine.ts";
export type {
  DiskTrouble,
  RunEvent,
  RunObserver,
  RunProgress,
  RunSummary,
  StopReason,
} from "./engine/run-event.ts";
export { ERROR_CODES, type ErrorCode, exitCodeOf } from "./error-codes.ts";
export { costDifference, type PricedShots } from "./estimate/cost-difference.ts";
export type { CostDifference, ShotChange, ShotDifference } from "./estimate/cost-difference-data.ts";
export { type EstimateInput, estimate, moneySoFar } from "./estimate/estimate.ts";
export type {
  AppPlan,
  Comparison,
  DurationEstimate,
  Estimate,
  EstimateLine,
  MoneySoFar,
  PriceSum,
  ServiceEstimate,
} from "./estimate/estimate-data.ts";
export { type SpendShot, spendOf } from "./estimate/spend.ts";
export type { Spend, SpendRow } from "./estimate/spend-data.ts";
export { type CheckShotsOptions, checkShots } from "./models/check-shots.ts";
export { type FrameSize, frameSize, targetSize } from "./models/frame-size.ts";
export type { AccountLimits, Lifecycle, ModelCard, Pricing, Source } from "./models/model-card.ts";
export { cardOfShot, MODEL_CARDS, modelCard } from "./models/model-cards.ts";
export {
  MODEL_PROBLEM_CODES,
  type ModelProblemCode,
  type ModelProblemCodeName,
} from "./models/model-problem-codes.ts";
export { type PricedShot, priceOf } from "./models/price-of.ts";
export { type LimitFlags, resolveLimits } from "./models/resolve-limits.ts";
export { wordedPrompt } from "./models/worded-prompt.ts";
export { formatUsd, USD_E4 } from "./money.ts";
export { type AcceptedRisk, acceptRisk } from "./plan/accept-risk.ts";
export {
  type AdoptedTake,
  adoptGeneration,
  type FoundMatch,
  findMatches,
  firstFreeNumber,
  type MatchQuestion,
} from "./plan/adopt-generations.ts";
export { countingVerdicts } from "./plan/counting-verdicts.ts";
export { type MakePlanInput, makePlan, type ShotFacts } from "./plan/make-plan.ts";
export { shotInputs } from "./plan/pick-upstream.ts";
export type { ActionKind, Plan, PlanAction } from "./plan/plan.ts";
export { type PlanCounts, planCounts } from "./plan/plan-counts.ts";
export {
  checkSavedPlan,
  isPlanDone,
  type PlannedFile,
  type PlannedRequest,
  type PlanStanding,
  parseSavedPlan,
  planStale,
  restOfPlan,
  type SavedPlan,
} from "./plan/saved-plan.ts";
export {
  NOTHING_SETTLED,
  type OpenState,
  readOpenState,
  type SettledClip,
  type SettledShots,
  type SettledSums,
} from "./plan/settled-shots.ts";
export { staleTakes } from "./plan/stale-takes.ts";
export type { AccountShare, ShareAsk } from "./ports/account-share.ts";
export type {
  ClipHealth,
  ClipStore,
  FetchOrder,
  FetchOutcome,
  PlaceOutcome,
  RenameOrder,
} from "./ports/clip-store.ts";
export type { Clock, NewId, Random } from "./ports/clock.ts";
export type {
  CreateConnection,
  CreateOutcome,
  FileRef,
  Generation,
  GenerationApi,
  ListOutcome,
  LocalMedia,
  LookOutcome,
  Match,
  MediaNeeds,
  OpenOutcome,
  PreparedMedia,
  Throttle,
  UploadOutcome,
  Upstream,
} from "./ports/generation-api.ts";
export type { Hints } from "./ports/hints.ts";
export type {
  BegunPlan,
  DoneTake,
  ForgottenTake,
  IntentOutcome,
  IsSettled,
  KnownShot,
  RetakeWish,
  ServiceTime,
  ShotMove,
  StateInfo,
  StateSnapshot,
  StateStore,
  StoredUpload,
  TakeChange,
  TakeReview,
  Verdict,
  Walls,
} from "./ports/state-store.ts";
export { type FailureMeaning, failureMeaning, failureWords } from "./read-model/failure-words.ts";
export { type MakeReadModelInput, makeReadModel } from "./read-model/make-read-model.ts";
export type { ClipView, ReadModel, ShotState, ShotView, TakeView, Totals } from "./read-model.ts";
export { hasCode, ShotlistError, type ShotlistErrorOptions } from "./shotlist-error.ts";
export { requestHash } from "./take/request-hash.ts";
export { sameAccount } from "./take/same-account.ts";
export { fitsByHand, type HandAnswer, settleByHand, waitsForPerson } from "./take/settle-by-hand.ts";
export type {
  Account,
  ClipFacts,
  Dialect,
  Failure,
  FailureCategory,
  IdSource,
  Take,
  TakeKey,
  TakeState,
  WireRequest,
} from "./take/take.ts";
export type { TakeEvent } from "./take/take-event.ts";
export {
  awaitsClip,
  buysAgain,
  committedUsdE4,
  holdsMoney,
  isEmptyHanded,
  isInFlight,
  isMade,
  isSettled,
  isUnanswered,
  type MoneyStatus,
  moneyOf,
} from "./take/take-facts.ts";
export { MISSING_AFTER, nextTake } from "./take/take-machine.ts";
