import { contextValue } from '../../blueprint/context-value.ts';
import { mergeIdentifiers } from '../../blueprint/merge.ts';
import { nameOf } from '../../blueprint/tags/default.ts';
import { dict } from '../../blueprint/value.ts';
import { walkNodes } from '../../blueprint/walk.ts';
import type { ModelName, Resource } from '../../catalog/model.ts';
import { forObject, GONE, type EntryResult } from './entry-result.ts';
import { EntryScope, type FileState } from './entry-scope.ts';
import { hasNullLink, identifiersOf } from './manage-object.ts';
import { matchFormer } from './former.ts';
import { matchIdentifiers } from './match-entry.ts';

/**
 * The objects that entries mean whose conditions are not met: they are declared all the same, so that what
 * is switched off for a while is not deleted.
 */
export class Declared {
  /** The models of entries of which it cannot be told what they mean. */
  readonly undecided = new Set<ModelName>();
  /** What `!KeyOf` means among such entries, by the ids of their file. */
  readonly #ids = new WeakMap<FileState['ids'], Map<string, EntryResult>>();

  /** Marks the object that an entry means, if it has one. Reports nothing, and changes nothing else. */
  add(scope: EntryScope, model: Resource): void {
    const result = this.#meant(scope, model);
    if (result === undefined) this.undecided.add(model.name);
    const id = scope.entry.id?.text;
    if (id !== undefined && result) this.#idsOf(scope).set(id, result);
  }

  #meant(scope: EntryScope, model: Resource): EntryResult | undefined {
    const context = {
      ...scope.context,
      report: () => undefined,
      reportLater: () => undefined,
      lookedUp: undefined,
      trace: undefined,
    };
    const ids = new Map<string, EntryResult>([...scope.file.ids, ...this.#idsOf(scope)]);
    const silent = new EntryScope(context, { ...scope.file, ids }, scope.entry);
    const identifiers = identifiersOf(silent, model, 'absent');
    if (silent.gone || (identifiers && hasNullLink(model, identifiers))) return GONE;
    // A name that is null, or has a gap, only while its conditions are not met is not known.
    if (identifiers && Object.values(identifiers).includes(null)) return undefined;
    if (hasGap(scope)) return undefined;
    const match =
      identifiers && matchIdentifiers(silent, model, identifiers, mergeIdentifiers(dict(), identifiers));
    if (!identifiers || !match?.ok) return undefined;
    const former = match.row ? match : matchFormer(silent, model, identifiers);
    if (!former.ok) return undefined;
    if (former.row) former.row.declared = true;
    return former.row ? forObject(former.row) : GONE;
  }

  #idsOf({ file: { ids } }: EntryScope): Map<string, EntryResult> {
    let own = this.#ids.get(ids);
    if (!own) this.#ids.set(ids, (own = new Map<string, EntryResult>()));
    return own;
  }
}

/**
 * Whether what identifies an object is made with a variable or a key of the context that is not there now:
 * `!Format ["%s-admins", !Context team]` names another object where there is a team.
 */
function hasGap({ entry: { identifiers }, file }: EntryScope): boolean {
  let found = false;
  if (identifiers)
    walkNodes(identifiers, (node) => {
      if (node.kind !== 'tag' || node.args.length !== 1) return undefined;
      if (node.tag === '!Context')
        found ||= contextValue(file.context, nameOf(node), file.features) === undefined;
      if (node.tag === '!Env') found ||= file.env(nameOf(node)) === undefined;
      return undefined;
    });
  return found;
}
