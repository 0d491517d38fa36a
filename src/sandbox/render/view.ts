import type { Json } from '../../catalog/model.ts';
import type { World } from '../world.ts';

/** What an answer depends on besides the object. */
export interface View {
  readonly world: World;
  /** Scheme and host as the client sees them. */
  readonly origin: string;
  /** What the request asks for besides. */
  readonly query: URLSearchParams;
  /** This answers the request that made the object. */
  readonly created?: boolean;
  /** Without what is costly to work out, which is null then. */
  readonly brief?: boolean;
}

export type Rendered = { [name: string]: Json };
