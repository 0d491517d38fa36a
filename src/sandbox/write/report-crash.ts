import type { Caller } from '../auth.ts';
import type { WriteParts } from '../validation/context.ts';
import { createRow } from './create-row.ts';

/** Writes the event that the server's log has of a request that made it fail. */
export function reportCrash(parts: WriteParts, caller: Caller): void {
  const { models, store } = parts.database;
  const model = models.find(models.wellKnown.event);
  if (!model) return;
  const { pk, values } = caller.user;
  const user = { pk, email: values['email'] ?? '', username: values['username'] ?? '' };
  store.put(
    createRow(
      { ...parts, model, row: undefined, caller, partial: false },
      {
        user,
        action: 'system_exception',
        app: 'authentik.events.middleware',
        context: { message: 'The sandbox has no text of the exception.' },
        client_ip: '127.0.0.1',
      },
    ),
  );
}
