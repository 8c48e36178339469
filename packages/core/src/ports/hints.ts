/**
 * Word from outside that a generation may have ended: callbacks of the API. Only ever a reason to look at once;
 * what is true is what a look shows. A hint may be wrong, late, missing or given many times.
 */
export interface Hints {
  /**
   * Where the API is to send word of one create. Nobody can guess it: the create's own id is part of it.
   *
   * @param requestId - the create's `X-Request-Id`.
   */
  callbackUrl(requestId: string): string;
  /** Calls back with a create's request id when its generation may have ended; the returned function ends that. */
  onHint(heard: (requestId: string) => void): () => void;
}
