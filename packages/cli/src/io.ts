/** Everything of the process that commands may use; tests hand in their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream | OutputStream;
  readonly stderr: NodeJS.WriteStream | OutputStream;
  /** Whether a person reads stdout and can answer on stdin. */
  readonly isTerminal: boolean;
  readonly color: boolean;
  /** Asks a question on the terminal; the answer without its line end. */
  ask(question: string): Promise<string>;
  /** Calls back on SIGINT, SIGTERM and SIGHUP; the returned function stops that. */
  onStopSignal(listener: (signal: string) => void): () => void;
}

/** The little of a stream that commands write to. */
export interface OutputStream {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): boolean;
}
