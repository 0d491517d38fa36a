import { HIDDEN } from '../../source/known-secrets.ts';
import { isSecret } from '../../catalog/is-secret.ts';
import type { Catalog } from '../../catalog/model.ts';
import { lostObject } from '../../diagnostics/cause.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { defaultsFor, isDefault } from '../../semantics/default-objects.ts';
import { type AcrossFacts, replacingAt } from './facts.ts';
import { type Asked, hiddenObject } from '../../semantics/hidden-objects.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import type { Makers } from '../../semantics/makers.ts';
import type { Criterion, FileSummary, FindSummary } from '../../semantics/summary.ts';

/** How the names of authentik's own objects begin. */
const OWN = ['goauthentik.io/', 'default-', 'authentik default '];

/**
 * Code `find-no-match`, offline: no entry of any file creates what a `!Find` looks for, and a fresh server
 * does not have it. The server may have it all the same, so the severity is info; it is a warning where the
 * text is almost that of an object that exists, or begins like a name of authentik's own.
 */
export function checkFindNoMatch(facts: AcrossFacts, makers: Makers): void {
  const { catalog } = facts;
  if (!catalog.defaults) return;
  const names = new Names(facts);
  for (const file of facts.files) {
    for (const find of file.finds) {
      if (
        makers.of(find)?.length !== 0 ||
        find.criteria.length === 0 ||
        !canBeMade(catalog, find) ||
        reportHidden(facts, file, find) ||
        isDefault(catalog, find)
      )
        continue;
      const slip = slipIn(facts, find, names);
      const own =
        find.criteria.some(({ text }) => OWN.some((prefix) => text.startsWith(prefix))) &&
        catalog.defaults.exact;
      const [first] = find.criteria;
      facts.report({
        code: 'find-no-match',
        supposed: true,
        severity: slip || own ? 'warning' : 'info',
        message: `no entry makes ${find.model} with ${askedText(catalog, find)}, and a fresh authentik ${catalog.release} has none`,
        hint: slip
          ? `did you mean "${slip.meant}"?`
          : 'it must be on the server already; where it is not, authentik writes null',
        place: facts.place(file, slip?.criterion.span ?? first?.span ?? find.span),
        entry: find.ref,
        follows: [
          lostObject(
            `{${find.criteria
              .map(({ fields, text }) => `${fields[0] ?? ''}:"${text}"`)
              .sort()
              .join(',')}}`,
          ),
        ],
        fixes: slip && replacingAt(facts, file, slip.criterion, slip.meant).fixes,
      });
    }
  }
}

/** Whether a look-up asks for an object that the API hides, which has been reported. */
function reportHidden(facts: AcrossFacts, file: FileSummary, find: FindSummary): boolean {
  const hidden = hiddenObject(facts.catalog, find.model, askedOf(find));
  if (!hidden) return false;
  facts.report({
    code: 'find-undecidable',
    severity: 'warning',
    supposed: true,
    message: `the API hides the ${find.model} with ${askedText(facts.catalog, find)}, so its key cannot be known: ${hidden.why}`,
    hint: 'it can only be referred to in a blueprint that the server applies itself; use another object',
    place: facts.place(file, find.criteria[0]?.span ?? find.span),
    entry: find.ref,
  });
  return true;
}

/** What a look-up asks for, as far as it is written out. */
function askedOf({ criteria, others }: FindSummary): Asked[] {
  return [
    ...criteria.map(({ fields, text }) => ({ fields, operator: '', value: text })),
    ...others.map(({ fields, operator, asked }) => ({ fields, operator, value: asked })),
  ];
}

/** The criteria of a look-up for people, as far as they are written out. */
function askedText(catalog: Catalog, { model, criteria, others }: FindSummary): string {
  const shown = ([field = '']: readonly string[], text: string): string =>
    isSecret(catalog, model, field) ? HIDDEN : text;
  return [
    ...criteria.map(({ fields, text }) => `${fields[0] ?? ''} ${shown(fields, `"${text}"`)}`),
    ...others.map(({ fields, operator, asked }) =>
      [fields[0] ?? '', operator, shown(fields, JSON.stringify(asked))]
        .filter((part) => part !== '')
        .join(' '),
    ),
  ].join(' and ');
}

/** Whether a file can create an object that a look-up finds; some objects only the server creates. */
function canBeMade(catalog: Catalog, find: FindSummary): boolean {
  return kindsOf(catalog, find.model).some((name) => {
    const model = catalog.models[name];
    return model?.kind === 'resource' && model.actions.create;
  });
}

/**
 * A criterion whose text is almost that of a default object or an entry; texts with different digits are
 * different names.
 */
function slipIn(
  { catalog }: AcrossFacts,
  find: FindSummary,
  names: Names,
): { readonly criterion: Criterion; readonly meant: string } | undefined {
  const kinds = kindsOf(catalog, find.model);
  for (const criterion of find.criteria) {
    const { fields, text } = criterion;
    if (isSecret(catalog, find.model, fields[0] ?? '')) continue;
    const ofDefaults = defaultsFor(catalog, find)
      .flatMap((object) => fields.flatMap((field) => object[field] ?? []))
      .filter((name) => digits(name) === digits(text));
    const meant =
      nearest(text, ofDefaults, Math.max(1, Math.floor(text.length / 8))) ??
      nearest(text, names.like(text, kinds, fields), text.length < 6 ? 0 : 1);
    if (meant !== undefined) return { criterion, meant };
  }
  return undefined;
}

/** Names are not compared when more than this have the same digits. */
const MANY = 500;

/** The texts that entries give to fields, by the digits in them; gathered per field when first needed. */
class Names {
  readonly #facts: AcrossFacts;
  readonly #byField = new Map<string, ReadonlyMap<string, readonly string[]>>();

  constructor(facts: AcrossFacts) {
    this.#facts = facts;
  }

  /** The texts with the same digits as this one. */
  like(text: string, kinds: readonly string[], fields: readonly string[]): readonly string[] {
    const same = fields.flatMap((field) =>
      kinds.flatMap((kind) => this.#of(kind, field).get(digits(text)) ?? []),
    );
    return same.length > MANY ? [] : same;
  }

  #of(kind: string, field: string): ReadonlyMap<string, readonly string[]> {
    const key = `${kind} ${field}`;
    let found = this.#byField.get(key);
    if (!found) this.#byField.set(key, (found = gather(this.#facts, kind, field)));
    return found;
  }
}

function gather({ entries }: AcrossFacts, kind: string, field: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { entry } of entries) {
    if (entry.model !== kind || entry.skipped || entry.ensure === 'absent') continue;
    const literal = (
      entry.identifiers?.find((value) => value.field === field) ??
      entry.attrs?.find((value) => value.field === field)
    )?.literal;
    if (typeof literal !== 'string') continue;
    const same = found.get(digits(literal));
    if (same) same.push(literal);
    else found.set(digits(literal), [literal]);
  }
  return found;
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
