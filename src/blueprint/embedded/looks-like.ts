import { nearest } from '../../diagnostics/spelling.ts';

/*
 * Whether a text is a blueprint, or was meant as one, without reading it: most YAML files of a repository are
 * neither, and this must cost nothing and call none of them a broken blueprint. So what counts is not a key that
 * others have, too (`version: 1` of a logging configuration, `entries` of an index of charts or of a changelog,
 * `model` of a fixture or of a task of Ansible), but entries: items with the keys of an entry, where entries stand.
 */

/** `entries` at the start of a line, with the rest of that line. */
const ENTRIES = /^(?:entries|"entries"|'entries')[ \t]*:(?=\s|$)/m;
/** A line that starts another key of the document. */
const NEXT_KEY = /^["'A-Za-z_$]/m;
/** What stands behind `entries` where nothing has been written yet. */
const NO_ITEM = /^(?:[[\]{}\s]|#.*)*$/;
/** A model of one of authentik's applications behind a dash or in braces: `match: {model: …}` is none. */
const MODEL_OF_ITEM = /(?:(?:^|\s)-|[[,])\s*\{?\s*["']?model["']?[ \t]*:[ \t]+["']?authentik_\w/m;
/** The same on a line of its own, with what stands in front. */
const MODEL_LINE = /^[ \t]*(?=["']?model["']?[ \t]*:[ \t]+["']?authentik_\w)/;
/** The keys by which an entry is known: a text with two of them has entries. */
const ENTRY_KEYS = ['model', 'identifiers', 'attrs'].map(
  (key) => new RegExp(`(?:^|[\\s{,])["']?${key}["']?[ \\t]*:(?=\\s|$)`),
);
const OTHER_KEYS = ['version', 'metadata', 'context'];
/** A line that holds more than a comment or a mark of a document. */
const CONTENT = /^(?!(?:---|\.\.\.)[ \t]*(?:#.*)?\r?$)[ \t\uFEFF]*[^\s#\uFEFF]/m;
/** What only a blueprint says of itself: a label, or the schema for editors. */
const SAYS_SO = /blueprints\.goauthentik\.io\/|goauthentik\.io\/blueprints\/schema/;

/**
 * Whether a text has `entries` as a blueprint has them: with the keys of entries, or, where there are none yet,
 * beside what a blueprint says of itself.
 */
export function hasEntries(text: string): boolean {
  if (isJson(text)) return /"entries"\s*:/.test(text) && hasEntry(text.replaceAll(/"\s*:/g, '": '));
  const found = ENTRIES.exec(text);
  if (!found) return false;
  const rest = text.slice(found.index + found[0].length);
  const body = rest.slice(0, NEXT_KEY.exec(rest)?.index);
  if (hasEntry(body) || !hasKey(text, 'version')) return hasEntry(body);
  return (
    SAYS_SO.test(text) ||
    (['metadata', 'context'].some((key) => hasKey(text, key)) && (NO_ITEM.test(body) || hasPart(body)))
  );
}

/** Whether a text was meant as a blueprint: it has entries, or a list of them under another key or under none. */
export function meantAsBlueprint(text: string): boolean {
  return hasEntries(text) || hasStrayEntries(text) || (hasKey(text, 'version') && SAYS_SO.test(text));
}

/**
 * Whether a text inside another file is a blueprint, or was meant as one. A list of entries alone is none there:
 * snippets of editors and of documentation are such lists.
 */
export function isMeantInside(text: string): boolean {
  return hasEntries(text) || (OTHER_KEYS.some((key) => hasKey(text, key)) && meantAsBlueprint(text));
}

/**
 * Whether a text may be a broken blueprint: it has `entries`, however that is spelt and whatever is in them. Too
 * little for a file of a folder, enough for one that was named.
 */
export function mayBeBlueprint(text: string): boolean {
  if (meantAsBlueprint(text)) return true;
  if (isJson(text)) return /"(?:entries|model)"/.test(text);
  const keys = [...text.matchAll(/^["']?(\w+)["']?[ \t]*:/gm)];
  return keys.some(([, key = '']) => nearest(key, ['entries']) !== undefined);
}

/** Whether a text is a Kubernetes object, or has the form of one. */
export function isManifest(text: string): boolean {
  return ['apiVersion:', 'kind:'].every((key) => text.startsWith(key) || text.includes(`\n${key}`));
}

/** Whether a text holds nothing, or comments only. */
export function isBlank(text: string): boolean {
  return !CONTENT.test(text);
}

function hasEntry(text: string): boolean {
  return (
    MODEL_OF_ITEM.test(text) || hasModelOfItem(text) || ENTRY_KEYS.filter((key) => key.test(text)).length > 1
  );
}

/** Whether an item of the list has a model among its keys, and not only in a value of one of them. */
function hasModelOfItem(text: string): boolean {
  // The columns of the dash and of the keys of an item; undefined where they are still to come.
  let dash: number | undefined;
  let keys: number | undefined;
  for (const line of text.split('\n')) {
    if (!CONTENT.test(line)) continue;
    const item = /^([ \t]*)-(?:[ \t]+|$)/.exec(line);
    dash ??= item?.[1]?.length;
    if (item && item[1]?.length === dash)
      keys = /^-?\s*(?:#|$)/.test(line.trim()) ? undefined : item[0].length;
    else if (dash !== undefined) keys ??= line.search(/\S/);
    if (MODEL_LINE.exec(line)?.[0].length === keys && keys !== undefined) return true;
  }
  return false;
}

/** Whether a text has a part of an entry that hardly anything else has. */
function hasPart(text: string): boolean {
  return ENTRY_KEYS.slice(1).some((key) => key.test(text));
}

function hasKey(text: string, key: string): boolean {
  return new RegExp(`^(?:${key}|"${key}"|'${key}')[ \\t]*:(?=\\s|$)`, 'm').test(text);
}

/**
 * Whether a list of the document itself, or of one of its keys, has items with a model of authentik and
 * another key of an entry: `entires:`, or a list without its key.
 */
function hasStrayEntries(text: string): boolean {
  if (!hasPart(text)) return false;
  // The columns of the dash and of the keys of an item; undefined where no item has come yet, -1 where none can.
  let dash: number | undefined;
  let keys = -1;
  for (const line of text.split('\n')) {
    const item = /^( *)- +/.exec(line);
    if (/^["'A-Za-z_$]/.test(line)) {
      dash = /:[ \t]*(?:#.*)?\r?$/.test(line) ? undefined : -1;
      keys = -1;
    } else if (/^\s*[^\s#]/.test(line)) dash ??= item?.[1]?.length ?? -1;
    if (item && item[1]?.length === dash) keys = item[0].length;
    const model = /^[ -]*(?=["']?model["']?:[ \t]+["']?authentik_\w)/.exec(line);
    if (model && model[0].length === keys) return true;
  }
  return false;
}

function isJson(text: string): boolean {
  return /^\s*\{(?![{%])/.test(text);
}
