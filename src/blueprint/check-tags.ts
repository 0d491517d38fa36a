import type { Report } from '../diagnostics/collector.ts';
import type { EntryRef } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type Blueprint, type Node, pairAt, type TagNode } from './blueprint.ts';
import { entryRef } from './entry-ref.ts';
import type { Features } from './features.ts';
import { replacingTag, rewriting } from './rewrite.ts';
import { textOf } from './tags/arguments.ts';
import { ruleOf } from './tags/availability.ts';
import type { TagCheck, TagFinding } from './tags/tag-rule.ts';
import { entryParts, walkNodes } from './walk.ts';

/**
 * Reports what is wrong with the tags of a blueprint and can be seen without evaluating it: tags that the
 * release does not have, wrong numbers and kinds of arguments, tags where none is resolved. Evaluating it
 * reports the same mistakes in the same words.
 */
export function checkTags(blueprint: Blueprint, features: Features, report: Report): void {
  const seen = new Set<Node>();
  const checkerFor = (entry: EntryRef | undefined): Checker =>
    new Checker(blueprint.file, features, report, seen, entry, idsBefore(blueprint, entry));
  for (const entry of blueprint.entries) {
    const checker = checkerFor(entryRef(entry));
    for (const { node } of entryParts(entry)) checker.resolve(node);
  }
  checkContext(blueprint, features, checkerFor);
  const checker = checkerFor(undefined);
  walkNodes(blueprint.root, (node) => {
    if (seen.has(node)) return false;
    if (node.kind === 'tag') checker.resolve(node);
    else seen.add(node);
    return undefined;
  });
}

/** The ids of the entries before one, the nearest first. */
function idsBefore({ entries }: Blueprint, entry: EntryRef | undefined): readonly string[] {
  return entries.flatMap(({ id, index }) => (id && index < (entry?.index ?? 0) ? [id.text] : [])).reverse();
}

/**
 * Tags in `context`: older releases resolve none, newer ones only a tag that is the whole value of a key. The
 * server fails at the first entry that uses the key (probe context_tag_inside), so the finding names it.
 */
function checkContext(
  blueprint: Blueprint,
  features: Features,
  checkerFor: (entry: EntryRef | undefined) => Checker,
): void {
  const context = blueprint.root.kind === 'map' ? pairAt(blueprint.root, 'context')?.value : undefined;
  if (context?.kind !== 'map') return;
  const users = new Map<string, EntryRef>();
  for (const entry of blueprint.entries) {
    for (const { node } of entryParts(entry)) {
      walkNodes(node, (found) => {
        const key =
          found.kind === 'tag' && found.tag === '!Context' ? (textOf(found.args[0]) ?? '') : undefined;
        if (key !== undefined && !users.has(key)) users.set(key, entryRef(entry));
        return undefined;
      });
    }
  }
  for (const { key, value } of context.pairs) {
    const user = users.get(key);
    const checker = checkerFor(user);
    if (value.kind === 'tag' && features.contextTags) checker.argument(value);
    else checker.unresolved(value, 'the context', user ? undefined : 'warning');
  }
}

class Checker implements TagCheck {
  readonly features: Features;
  readonly #file: SourceFile;
  readonly #report: Report;
  readonly #seen: Set<Node>;
  readonly #entry: EntryRef | undefined;
  readonly #ids: readonly string[];
  depth = 0;

  constructor(
    file: SourceFile,
    features: Features,
    report: Report,
    seen: Set<Node>,
    entry: EntryRef | undefined,
    ids: readonly string[],
  ) {
    this.#file = file;
    this.features = features;
    this.#report = report;
    this.#seen = seen;
    this.#entry = entry;
    this.#ids = ids;
  }

  anId({ tagSpan }: TagNode): string | undefined {
    const { text } = this.#file;
    const key = /(\w+) *: *$/.exec(text.slice(Math.max(0, tagSpan.start - 200), tagSpan.start))?.[1];
    const same =
      key === undefined ? [] : [...text.matchAll(new RegExp(`\\b${key} *: *!KeyOf +([\\w.-]+)`, 'g'))];
    const known = same.findLast(([, id = '']) => this.#ids.includes(id))?.[1];
    // What several entries have at this key is what they have in common: their flow, and not their stage.
    if (known !== undefined && new Set(same.map(([, id]) => id)).size < Math.max(2, same.length))
      return known;
    return this.#ids.find((id) => !text.includes(`!KeyOf ${id}\n`)) ?? this.#ids[0];
  }

  readonly report: TagFinding = (code, message, span, more = {}) => {
    const { hint, severity, tag, rewrite } = more;
    this.#report({
      code,
      message,
      place: { file: this.#file, span },
      hint,
      severity,
      entry: this.#entry,
      ...replacingTag(this.#file, span, tag),
      ...rewriting(this.#file, rewrite),
    });
  };

  resolve(node: Node): void {
    if (node.kind === 'scalar' || this.#seen.has(node)) return;
    this.#seen.add(node);
    if (node.kind === 'seq') for (const item of node.items) this.resolve(item);
    else if (node.kind === 'map') for (const pair of node.pairs) this.resolve(pair.value);
    else if (node.tag === '!Enumerate') {
      this.depth++;
      this.tag(node);
      this.depth--;
    } else this.tag(node);
  }

  argument(node: Node, severity?: 'warning'): void {
    if (node.kind !== 'tag')
      return this.unresolved(node, 'a list or mapping that is an argument of a tag', severity);
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    this.tag(node);
  }

  /** Checks a tag itself and what it resolves. */
  tag(tag: TagNode): void {
    const rule = ruleOf(tag, this.features, this);
    if (rule?.shape(tag, this)) rule.inside(tag, this);
  }

  /** Reports the tags in a node in which authentik resolves none. */
  unresolved(node: Node, where: string, severity: 'warning' | undefined): void {
    walkNodes(node, (found) => {
      if (found.kind === 'scalar') return undefined;
      if (this.#seen.has(found)) return false;
      this.#seen.add(found);
      if (found.kind !== 'tag') return undefined;
      if (ruleOf(found, this.features, this)) {
        this.report('tag-misplaced', `${found.tag} inside ${where} is not resolved`, found.tagSpan, {
          hint: 'write the tag where the value is used',
          severity,
        });
      }
      return false;
    });
  }
}
