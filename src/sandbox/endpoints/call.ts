import type { View } from '../render/view.ts';
import type { Reply } from '../reply.ts';
import type { SandboxRequest } from '../request.ts';
import type { Caller, World } from '../world.ts';

/** One request on its way through an endpoint. */
export interface Call {
  readonly world: World;
  readonly request: SandboxRequest;
  /** What stands for the names in braces of the endpoint's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly view: View;
  /** Who asks; public endpoints do not ask for it. */
  readonly caller: () => Caller;
}

export type Endpoint = (call: Call) => Reply;

export interface Route {
  /** `/core/groups/{key}/` */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Endpoint>>>;
  readonly public?: boolean;
  /** Any media type is fine to send. */
  readonly anyType?: boolean;
}
