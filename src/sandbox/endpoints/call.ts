import type { Caller } from '../auth.ts';
import type { EventLog } from '../event-log.ts';
import type { Grants } from '../grants.ts';
import type { View } from '../render/view.ts';
import type { SandboxRequest } from '../request.ts';
import type { SandboxResponse } from '../response.ts';
import type { TaskLog } from '../tasks.ts';
import type { WriteParts } from '../validation/context.ts';
import type { VisibleLists } from '../visible-lists.ts';

/** The parts of a sandbox that its endpoints work with. */
export interface EndpointParts extends WriteParts {
  readonly grants: Grants;
  readonly tasks: TaskLog;
  readonly visible: VisibleLists;
  readonly events: EventLog;
}

/** One request on its way through an endpoint, with the parts that endpoints take what they need from. */
export interface Call extends EndpointParts {
  readonly request: SandboxRequest;
  /** The values of the names in braces of the endpoint's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly view: View;
  /**
   * The user that the request's token belongs to; throws where there is none. Public endpoints do not call
   * it.
   */
  readonly caller: () => Caller;
}

export type Endpoint = (call: Call) => SandboxResponse;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  /** `/core/groups/{key}/` */
  readonly path: string;
  readonly methods: { readonly [name in Method]?: Endpoint | undefined };
  /** Needs no token. */
  readonly public?: boolean | undefined;
  /** Takes requests with any Accept header. */
  readonly anyType?: boolean;
}
