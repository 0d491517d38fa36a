import { jsonText } from '../blueprint/json.ts';
import { dict, type Value } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { pathWith } from '../client/item-path.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Change } from '../plan/value/plan.ts';
import { asAnswer, callAgain, isPlain, isSilent } from './call-again.ts';
import { compareSent } from './confirm.ts';
import type { Writes } from './decode-change.ts';
import { readObject } from './read-object.ts';
import { type Made, resolveValue } from './resolve.ts';
import { SetterError } from './setter-error.ts';
import type { Written } from './written.ts';

/**
 * Writes the fields with an endpoint of their own. Throws a SetterError for a value that the server refuses,
 * or of which it is not known whether it was written. `called`: gets the names of those that were written, or may
 * have been. Gives the object as it was read afterwards; undefined where it was not.
 */
export async function callSetters(
  client: Client,
  model: Resource,
  change: Pick<Change, 'row' | 'itemKey' | 'model' | 'key'>,
  { setters }: Pick<Writes, 'setters'>,
  made: Made,
  called = new Set<string>(),
): Promise<Written | undefined> {
  let shown: Written | undefined;
  const key = made.get(change.row)?.key ?? change.itemKey;
  for (const { field: name, value } of setters) {
    const field = model.fields[name];
    const sent = resolveValue(value, made);
    if (!field?.setter || sent === undefined || key === undefined)
      throw new InternalError(`${name} of ${changeName(change)} cannot be set`);
    const { path, body } = field.setter;
    const call = {
      path: pathWith(path, key),
      // What is shown as null is cleared with an empty text: null itself is refused.
      text: jsonText(Object.assign(dict(), { [body]: field.writeOnly ? sent : (sent ?? '') })),
    };
    called.add(name);
    try {
      if (field.writeOnly)
        await callAgain(client, call.path, call.text, { isOwn: field.secret ? isSilent : isPlain });
      else shown = await setShown(client, model, key, call, { name, sent });
    } catch (error) {
      if (error instanceof ApiError && !error.mayBeDone) called.delete(name);
      throw error instanceof ApiError ? new SetterError(name, body, error) : error;
    }
  }
  return shown;
}

/**
 * Sets a field that the object shows. The answer does not show it (`{}` to an icon: recording "app
 * set_icon_url"), so the object is read, and given; it is set once more where it has something else.
 */
async function setShown(
  client: Client,
  model: Resource,
  key: string | number,
  { path, text }: { readonly path: string; readonly text: string },
  { name, sent }: { readonly name: string; readonly sent: Value },
): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.call(path, text).catch(asAnswer);
    if (answer instanceof ApiError && !answer.mayBeDone) throw answer;
    const error =
      answer instanceof ApiError
        ? answer
        : new ApiError('unexpected', `the server shows another ${name} than the one that was sent`);
    const row = await readObject(client, model, key, error);
    if (row && compareSent(model, Object.assign(dict(), { [name]: sent }), row).other.length === 0)
      return row;
    if (attempt > 1 || !(await client.pause(attempt))) throw error;
  }
}
