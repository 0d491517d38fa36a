import type { Json } from '../../catalog/model.ts';
import type { Database } from '../database.ts';
import type { Release } from '../release.ts';

/** What a response about an object depends on besides the object itself. */
export interface View {
  readonly database: Database;
  readonly release: Release;
  /** Scheme and host as the client sees them. */
  readonly origin: string;
  /** The request's query, which can turn parts of an object on and off. */
  readonly query: URLSearchParams;
  /** This is the response to the request that made the object. */
  readonly created?: boolean;
  /** What is costly to work out is null. */
  readonly brief?: boolean;
}

export type Rendered = { [name: string]: Json };
