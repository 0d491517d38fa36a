import type { Exchange } from './replay.ts';

/**
 * What is different between a recorded answer and the sandbox's: status, shape (names and JSON types), and
 * for refusals the fields and their kinds of error.
 */
export function compareAnswers(
  exchange: Exchange,
  status: number,
  body: unknown,
  translate: (text: string) => string,
): string[] {
  if (status !== exchange.status) return [`status ${status}, recorded ${exchange.status}`];
  const recorded = exchange.response_body;
  if (typeof recorded === 'string' && /^\s*<!DOCTYPE html>/i.test(recorded))
    return typeof body === 'string' && body.includes('<!DOCTYPE html>') ? [] : ['no HTML'];
  if (typeof recorded === 'string')
    return typeof body === 'string' && (body === '') === (recorded === '')
      ? []
      : [`a body of another kind: ${show(body)}`];
  return status >= 400
    ? compareErrors(recorded, body, '', translate)
    : compareShape(recorded, body, '', translate);
}

function compareShape(
  recorded: unknown,
  own: unknown,
  at: string,
  translate: (text: string) => string,
): string[] {
  if (typeOf(recorded) !== typeOf(own)) return [`${at}: ${typeOf(own)}, recorded ${typeOf(recorded)}`];
  if (Array.isArray(recorded) && Array.isArray(own)) {
    if (recorded.length !== own.length) return [`${at}: ${own.length} items, recorded ${recorded.length}`];
    const partner = pairByKey(recorded, own, translate);
    return recorded.flatMap((item, index) =>
      compareShape(item, partner(item, index), `${at}[${index}]`, translate),
    );
  }
  if (!isObject(recorded) || !isObject(own)) return [];
  return [...new Set([...Object.keys(recorded), ...Object.keys(own)])].flatMap((key) => {
    if (!(key in own)) return [`${at}.${key} is missing`];
    if (!(key in recorded)) return [`${at}.${key} is not recorded`];
    return compareShape(recorded[key], own[key], `${at}.${key}`, translate);
  });
}

/** Objects of a list belong together by their ids: the database may give equals in any order. */
function pairByKey(
  recorded: readonly unknown[],
  own: readonly unknown[],
  translate: (text: string) => string,
): (item: unknown, index: number) => unknown {
  const keyOf = (item: unknown): string | undefined =>
    isObject(item) && (typeof item['pk'] === 'string' || typeof item['pk'] === 'number')
      ? String(item['pk'])
      : undefined;
  const byKey = new Map(own.map((item) => [keyOf(item), item]));
  return (item, index) => byKey.get(translate(keyOf(item) ?? '')) ?? own[index];
}

/** Errors are the same when the same fields have errors of the same kinds. */
function compareErrors(
  recorded: unknown,
  own: unknown,
  at: string,
  translate: (text: string) => string,
): string[] {
  if (typeof recorded === 'string' && typeof own === 'string') {
    const [a, b] = [kindOf(translate(recorded)), kindOf(own)];
    return a === b ? [] : [`${at}: “${own}”, recorded “${recorded}”`];
  }
  const shape = compareShape(recorded, own, at, translate);
  if (shape.length > 0) return shape;
  if (Array.isArray(recorded) && Array.isArray(own))
    return recorded.flatMap((item, index) => compareErrors(item, own[index], `${at}[${index}]`, translate));
  if (isObject(recorded) && isObject(own))
    return Object.keys(recorded).flatMap((key) =>
      compareErrors(recorded[key], own[key], `${at}.${key}`, translate),
    );
  return [];
}

/** German texts of the recording, in the kinds that the English ones have. */
const GERMAN: Readonly<Record<string, string>> = {
  'Nicht gefunden.': 'Not found.',
  'Blaupausen-Datei existiert nicht': 'Blueprint file does not exist',
  'Nullzeichen sind nicht erlaubt.': 'Null characters are not allowed.',
  '5 hat nicht das korrekte Format von "hours=3;minutes=1".':
    "5 is not in the correct format of 'hours=3;minutes=1'.",
};

/** A text without what only the real server's programs can say: where a parser stopped. */
function kindOf(text: string): string {
  return (
    (GERMAN[text] ?? text)
      .replace(/^JSON parse error.*$/s, 'JSON parse error')
      .replace(/^(Expression Syntax Error.*), line \d+\)$/s, '$1)')
      .replace(/^duplicate key value.*$/s, 'duplicate key')
      // Moments, and how Python prints an error inside a text.
      .replace(/\(\d{4}-\d\d-\d\d[T ].*UTC\)/, '(moment)')
      .replace(/(Serializer errors) .*$/s, '$1')
      // What a program says that could not fetch a document.
      .replace(/^(HTTPS?ConnectionPool.*|.* cannot be fetched)$/s, 'cannot be fetched')
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const show = (value: unknown): string => JSON.stringify(value).slice(0, 100);
