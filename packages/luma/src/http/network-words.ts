const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host's name could not be looked up",
  EAI_AGAIN: "the name service did not answer",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed by the other side",
  ETIMEDOUT: "the connection timed out",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ENETDOWN: "the network is down",
  UND_ERR_SOCKET: "the connection was closed by the other side",
  UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  UND_ERR_HEADERS_OVERFLOW: "the answer's headers are too long",
  HPE_INVALID_CONSTANT: "the answer is not HTTP",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another name",
};

/**
 * What went wrong on the network, in words for people with the system's code behind them.
 *
 * @returns such as `the connection was refused (ECONNREFUSED)`; never the address with its credentials.
 */
export function networkWords(error: unknown): string {
  const code = codeOf(error);
  const words = WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  const message = error instanceof Error ? error.message : String(error);
  return code === "" ? message : `${message} (${code})`;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  // Node tries all addresses of a name; when all fail, the first failure speaks for them.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const cause = code === "UND_ERR_SOCKET" && "cause" in error ? codeOf(error.cause) : "";
  return cause === "" ? code : cause;
}
