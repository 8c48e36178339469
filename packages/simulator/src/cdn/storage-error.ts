import type { ServerResponse } from "node:http";

/** An error in the words of S3. */
export interface StorageError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const METHOD_NOT_ALLOWED: StorageError = {
  status: 405,
  code: "MethodNotAllowed",
  message: "The specified method is not allowed against this resource.",
};
export const FORGED: StorageError = {
  status: 403,
  code: "SignatureDoesNotMatch",
  message: "The request signature we calculated does not match the signature you provided.",
};
export const EXPIRED: StorageError = { status: 403, code: "AccessDenied", message: "Request has expired" };
export const NO_SUCH_KEY: StorageError = {
  status: 404,
  code: "NoSuchKey",
  message: "The specified key does not exist.",
};

/** Sends an error in the XML of S3. */
export function sendError(response: ServerResponse, error: StorageError): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`;
  response.writeHead(error.status, {
    "Content-Type": "application/xml",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}
