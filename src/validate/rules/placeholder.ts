import { valueAt } from '../../blueprint/blueprint.ts';
import { isEncrypted } from '../../blueprint/embedded/other-kind.ts';
import { type Filler, type Placeholder, placeholderIn } from '../../blueprint/placeholder.ts';
import { walkNodes } from '../../blueprint/walk.ts';
import { allInside } from '../../diagnostics/cause.ts';
import type { Finding } from '../../diagnostics/collector.ts';
import { spanInText } from '../../blueprint/span-in-text.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { decides, type Use, type WrittenText } from '../../semantics/written-texts.ts';
import { contentNode } from '../contents.ts';
import { type Facts, placeOf, reportAt } from '../facts.ts';

/**
 * Code `placeholder`: what a template engine, a secret store or a person was meant to fill in. An error where
 * the values will be sent to a server, and only a note in what people read. What the context of the file has
 * is a finding where an entry uses it and the run does not give another value.
 */
export function checkPlaceholder(facts: Facts): void {
  const inContext = new Map<string, Use>();
  for (const checked of facts.entries) {
    const { texts, context } = facts.textsOf(checked);
    const content = contentNode(checked.entry, facts.catalog);
    // The blueprint in it is read by itself.
    for (const text of texts) if (text.node !== content) checkText(facts, checked, text);
    for (const { key, use } of checked.skipped ? [] : context)
      if (inContext.get(key)?.use !== 'value') inContext.set(key, use);
  }
  for (const [key, use] of inContext) if (!facts.run.given.has(key)) checkContext(facts, key, use);
  checkName(facts);
}

/** The name of the blueprint, which the server gives to its instance. */
function checkName(facts: Facts): void {
  const { root, file } = facts.blueprint;
  const metadata = root.kind === 'map' ? valueAt(root, 'metadata') : undefined;
  const name = metadata?.kind === 'map' ? valueAt(metadata, 'name') : undefined;
  const found = name?.kind === 'scalar' ? unfilled(name.text, NAME) : undefined;
  // No tag is resolved there.
  if (name && found)
    facts.report({
      ...saying(facts, found, NAME),
      hint: FILL_IN[found.by],
      place: { file, span: name.span },
    });
}

const NAME = decides('the name of the blueprint');

function checkText(facts: Facts, checked: CheckedEntry, text: WrittenText): void {
  const found = unfilled(text.value, text);
  if (!found || isSaid(facts, found)) return;
  const { node } = text;
  const start = spanInText(checked.blueprint.file, node, node.text.indexOf(found.text))?.start;
  const inText = start !== undefined && !text.isSecret && { start, end: start + found.text.length };
  reportAt(facts, checked, inText || node.span, {
    ...saying(facts, found, text),
    value: placeOf(checked, node.span),
    // Nobody will fill it in, so what the server says of it is so.
    explains: found.by === 'format' ? [allInside(node.span)] : undefined,
  });
}

function checkContext(facts: Facts, key: string, use: Use): void {
  const { root, file } = facts.blueprint;
  const context = root.kind === 'map' ? valueAt(root, 'context') : undefined;
  const value = context?.kind === 'map' ? valueAt(context, key) : undefined;
  if (!value) return;
  walkNodes(value, (node) => {
    const found = node.kind === 'scalar' && typeof node.value === 'string' && unfilled(node.value, use);
    if (found && !isSaid(facts, found))
      facts.report({
        ...saying(facts, found, { ...use, name: `${key} of the context` }),
        hint: `${FILL_IN[found.by]}, or give another value with --context ${key}=…`,
        place: { file, span: node.span },
      });
    return undefined;
  });
}

/** Whether it is said of the whole file that values are encrypted. */
function isSaid({ blueprint: { file } }: Facts, { by }: Placeholder): boolean {
  return by === 'sops' && isEncrypted(file.text);
}

/** A placeholder that counts for what the text is for. */
export function unfilled(text: string, use: Use): Placeholder | undefined {
  const found = placeholderIn(text, use.isFilledIn ? 'format' : undefined);
  if (!found || use.use === 'value') return found;
  // Braces, dollars and angles belong to prose and to code; only what nobody writes there by itself counts.
  const isSure = found.by === 'sops' || /^\$\{[A-Z_][A-Z0-9_]*\}$/.test(found.text);
  const isMeant = use.use === 'prose' && (found.by === 'template' || found.by === 'shell');
  return isSure || isMeant ? found : undefined;
}

function saying(facts: Facts, found: Placeholder, { name, use, isSecret }: Use): Omit<Finding, 'place'> {
  const what = isSecret ? 'is a placeholder' : `has ${shortened(found.text)} in it`;
  const rest = found.by === 'format' ? 'which this field does not fill in' : 'which nobody filled in';
  const asValue = facts.run.isSent ? 'error' : undefined;
  return {
    code: 'placeholder',
    severity: use === 'value' ? asValue : 'info',
    message: `${name} ${what}, ${rest}`,
    hint: isSecret ? HINTS[found.by] : (namedHint(found) ?? HINTS[found.by]),
  };
}

/** How the variable that a shell would have filled in is taken from the environment. */
function namedHint({ by, text }: Placeholder): string | undefined {
  const name = by === 'shell' ? /^\$[{(]?(\w+)[})]?$/.exec(text)?.[1] : undefined;
  return name && `${FILL_IN.shell}, or take it from !Env ${name}`;
}

/** How what is to be filled in is. */
const FILL_IN: Readonly<Record<Filler, string>> = {
  shell: 'fill it in first: envsubst < FILE | ak-blueprint plan -',
  template: 'have it filled in first (helm template … | ak-blueprint plan -)',
  sops: 'decrypt the file first: sops -d FILE | ak-blueprint plan -',
  vault: 'have it resolved first',
  person: 'write the value in its place',
  format: 'write the value in its place',
};

const HINTS: Readonly<Record<Filler, string>> = {
  shell: `${FILL_IN.shell}, or take it from the environment with !Env`,
  template: `${FILL_IN.template}, or take it from !Context`,
  sops: FILL_IN.sops,
  vault: `${FILL_IN.vault}, or take it from the environment with !Env`,
  person: FILL_IN.person,
  format: 'write !Format ["…%s…", VALUE]',
};

/** A long template is not shown in full. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
