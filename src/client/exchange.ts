/** One try of a request and what came of it, for a log. It may hold secrets. */
export interface Exchange {
  readonly method: string;
  /** The path without `/api/v3`. */
  readonly path: string;
  /** What follows the `?`, as it was sent; empty where there is none. */
  readonly query: string;
  /** From 1; more where the request was repeated. */
  readonly attempt: number;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** Why no answer came, or why it could not be used. */
  readonly problem: string | undefined;
  /** The id that authentik gives a request; its own log and its events have it, too (`X-authentik-id`). */
  readonly requestId: string | undefined;
  /** The length of the answer's body. */
  readonly bytes: number;
  readonly seconds: number;
  /** The body that was sent; empty where there is none. */
  readonly sent: string;
  /** The body of the answer, as far as it was kept. */
  readonly received: string;
}

/** Is told of each try. `bodies`: whether it wants `sent` and `received`, which are empty otherwise. */
export interface Observer {
  readonly bodies: boolean;
  readonly observe: (exchange: Exchange) => void;
}
