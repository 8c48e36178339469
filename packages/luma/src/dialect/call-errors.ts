import type { Failure, Throttle } from "@shotlist/core";
import type { Answer } from "../http/answer.ts";
import { LumaError } from "../luma-error.ts";

/** The API said no. */
export function refused(failure: Failure, requestId: string | undefined): LumaError {
  const code = refusalCode(failure);
  return new LumaError(code, `The API refused: ${failure.message}`, {
    standing: "Nothing was made or charged by this request.",
    apiCode: failure.code,
    ...(failure.status === undefined ? {} : { status: failure.status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function refusalCode(failure: Failure): "luma-not-found" | "luma-account-refused" | "luma-refused" {
  if (failure.status === 404) return "luma-not-found";
  return failure.category === "account" ? "luma-account-refused" : "luma-refused";
}

/** The API asks to wait. */
export function throttled(throttle: Throttle, requestId: string | undefined): LumaError {
  return new LumaError("luma-throttled", `The API asks to wait: ${throttle.message}`, {
    standing: "Nothing was made or charged by this request.",
    status: 429,
    ...(throttle.retryAfterMs === undefined ? {} : { retryAfterMs: throttle.retryAfterMs }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** The API said yes to a create, unreadably; `hint` is where to look for the generation. */
export function acceptedUnknown(reason: string, requestId: string, hint: string): LumaError {
  return new LumaError("luma-accepted-unknown", `The API said yes, but not what it made: ${reason}.`, {
    hint,
    standing: "One generation is very likely being paid for.",
    requestId,
  });
}

/** Bytes of a create may have left and no usable answer came; `hint` is how to find out more. */
export function unanswered(reason: string, requestId: string, hint: string): LumaError {
  return new LumaError("luma-unanswered", `It is unknown whether a generation was made: ${reason}.`, {
    hint,
    standing: "One generation may have been paid for.",
    requestId,
  });
}

/** No usable answer came to a request that costs nothing, or nothing was sent at all. */
export function unreachable(message: string, answer?: Answer): LumaError {
  const requestId = answer?.headers.get("x-request-id");
  return new LumaError("luma-unreachable", message, {
    hint: "Try again; this request did nothing that costs money.",
    ...(answer === undefined ? {} : { status: answer.status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}
