import type { ChalkInstance } from 'chalk';
import type { Unmanaged } from '../plan/unmanaged/list-unmanaged.ts';
import { clean } from '../source/clean.ts';
import { count } from './format-diagnostics.ts';

/** What the server has and no file names, for people: by model, and then what is not listed. */
export function formatUnmanaged(unmanaged: Unmanaged, paint: ChalkInstance): string {
  const { objects, ignored, ofOthers, users, serverMade } = unmanaged;
  const byModel = new Map<string, string[]>();
  for (const { model, name, key } of objects) {
    const line = name === key ? clean(name) : `${clean(name)}${paint.dim(`  ${clean(key)}`)}`;
    const others = byModel.get(model);
    if (others) others.push(line);
    else byModel.set(model, [line]);
  }
  const lines = [...byModel].flatMap(([model, names]) => [
    `  ${paint.bold(clean(model))} ${paint.dim(`(${names.length})`)}`,
    ...names.map((name) => `    ${name}`),
  ]);
  const rest = [
    ignored > 0 ? `${ignored} that the project file ignores` : '',
    ofOthers > 0 ? `${ofOthers} that other projects own` : '',
    users > 0 ? `${users} that are users or what is theirs (--users)` : '',
    serverMade > 0 ? `${serverMade} that authentik made itself` : '',
  ].filter((part) => part !== '');
  const isNone = objects.length === 0;
  if (!isNone) lines.unshift(paint.bold('In no file:'));
  const sum = `${count(objects.length, 'object')} of the server ${objects.length === 1 ? 'is' : 'are'} in no file`;
  return [
    ...lines,
    `${isNone ? 'Every object of the server is in a file' : sum}.${rest.length > 0 ? ` Not listed: ${rest.join(', ')}.` : ''}`,
    '',
  ].join('\n');
}
