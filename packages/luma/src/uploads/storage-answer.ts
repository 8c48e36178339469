import type { FailureCategory, UploadOutcome } from "@shotlist/core";
import { kebab } from "../dialect/error-detail.ts";
import type { Exchange } from "../http/exchange.ts";
import { retryAfterMs } from "../http/header-times.ts";
import type { Redact } from "../http/redact.ts";

/** Statuses that speak of the target or its keys, which every file needs: redirects mean another region. */
const TARGET_STATUSES = new Set([301, 302, 307, 308, 401, 403, 404]);
/** S3's codes for a wrong target or wrong keys that come with another status. */
const TARGET_CODES =
  /^(NoSuchBucket|AccessDenied|SignatureDoesNotMatch|Invalid(AccessKeyId|BucketName|Token)|ExpiredToken|RequestTimeTooSkewed|AuthorizationHeaderMalformed|PermanentRedirect|TemporaryRedirect|AccountProblem)$/;

/** What a storage's answer to a request that did not succeed means for the file. */
export function readStorageAnswer(
  outcome: Exchange,
  redact: Redact,
): Exclude<UploadOutcome, { kind: "ready" }> {
  if (outcome.kind === "broken") return { kind: "unreachable", reason: `storage: ${redact(outcome.reason)}` };
  const { answer } = outcome;
  const code = answer.body.kind === "unreadable" ? codeOf(answer.body.text) : undefined;
  const words =
    code === undefined ? `HTTP status ${answer.status}` : `${code} (HTTP status ${answer.status})`;
  const message = `The upload target answered with ${words}.`;
  if (answer.status === 429 || code === "SlowDown") {
    const waitMs = retryAfterMs(answer.headers, Date.now());
    const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
    return { kind: "throttled", throttle: { kind: "rate", message, ...wait } };
  }
  const isTarget = TARGET_STATUSES.has(answer.status) || (code !== undefined && TARGET_CODES.test(code));
  if (!isTarget && (answer.status < 400 || answer.status > 499 || answer.status === 408)) {
    return { kind: "unreachable", reason: `storage answered with ${words}` };
  }
  const category: FailureCategory = isTarget ? "account" : "permanent";
  const name = code === undefined ? `storage-http-${answer.status}` : `storage-${kebab(spaced(code))}`;
  return {
    kind: "refused",
    failure: { category, code: name, message, status: answer.status, refund: "refunded" },
  };
}

/** The `<Code>` of S3's error document; the rest repeats parts of the request. */
function codeOf(text: string | undefined): string | undefined {
  return /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(text ?? "")?.[1];
}

/** `NoSuchBucket` as `No Such Bucket`. */
function spaced(code: string): string {
  return code.replace(/([a-z0-9])([A-Z])/g, "$1 $2");
}
