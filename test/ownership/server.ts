import type { Resource } from '../../src/catalog/model.ts';
import { createClient } from '../../src/client/create-client.ts';
import type { Stop } from '../../src/client/stop.ts';
import { instancesOf } from '../../src/ownership/own-instances.ts';
import type { InstancesApi } from '../../src/ownership/traces.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { partsOf } from '../sandbox/start.ts';

/** A server whose clock a test moves. */
export interface TestServer {
  readonly sandbox: Sandbox;
  /** Moves the server's clock. */
  readonly pass: (seconds: number) => void;
  /** A way to its instances. `change`: what becomes of an answer, or what happens in its place. */
  readonly api: (change?: Change, stop?: Stop) => InstancesApi;
}

/** What becomes of a request: it is sent by `send`, or not. */
export type Change = (request: Request, send: () => Promise<Response>) => Promise<Response>;

/** A server of a release. */
export function openServer(release: string): TestServer {
  const parts = partsOf(release);
  let now = Date.parse('2026-03-01T12:00:00Z');
  const sandbox = createSandbox({ ...parts, clock: () => new Date(now) });
  const name = instancesOf(parts.catalog) ?? '';
  const model = parts.catalog.models[name] as Resource;
  return {
    sandbox,
    pass: (seconds) => (now += seconds * 1000),
    api: (change = (_, send) => send(), stop) => ({
      model,
      client: createClient({
        url: 'http://sandbox.test',
        token: sandbox.token,
        fetch: (request) => {
          const whole = request.clone();
          return change(request, () => sandbox.fetch(whole));
        },
        pause: () => 0,
        stop,
      }),
    }),
  };
}
