import { describe, expect, test } from 'vitest';
import { findingsIn } from './check.ts';

/*
 * Blueprints that entries have the server store: mistakes in them are found where they stand, as warnings,
 * since a plan leaves such an instance alone and does the rest.
 */

const INSTANCE = 'authentik_blueprints.blueprintinstance';
const block = (content: string, more = ''): string =>
  [
    `- model: ${INSTANCE}`,
    '  identifiers: {name: I}',
    '  attrs:',
    ...(more === '' ? [] : [`    ${more}`]),
    '    content: |',
    ...content.split('\n').map((line) => `      ${line}`),
  ].join('\n');
const quoted = (content: string): string =>
  `- {model: ${INSTANCE}, identifiers: {name: I}, attrs: {content: ${JSON.stringify(content)}}}`;
const blueprint = (entry: string, more = ''): string => `version: 1\n${more}entries:\n- ${entry}`;

const MISSPELT = blueprint('{model: authentik_core.grup, identifiers: {name: x}}');
const UNKNOWN = blueprint('{model: authentik_core.group, identifiers: {name: x}, attrs: {userz: []}}');

describe('a content', () => {
  test.each<[what: string, entries: string, findings: string[]]>([
    ['in a block', block(MISSPELT), ['warning model-unknown «authentik_core.grup»']],
    ['in quotes', quoted(UNKNOWN), ['warning attribute-unknown «userz»']],
    ['without mistakes', block(blueprint('{model: authentik_core.group, identifiers: {name: x}}')), []],
    ['that is no YAML', block('version: 1\nentries: ['), ['warning yaml-syntax «[»']],
    ['in a content', block(blueprint(quoted(UNKNOWN).slice(2))), ['warning attribute-unknown «userz»']],
    ['beside a path, which comes first', block(MISSPELT, 'path: a.yaml'), []],
    ['that a tag makes', `- {model: ${INSTANCE}, identifiers: {name: I}, attrs: {content: !Context c}}`, []],
  ])('%s', (_, entries, findings) => expect(findingsIn(entries)).toEqual(findings));

  test('has the context of its instance', () => {
    const reads = blueprint(
      '{model: authentik_core.group, identifiers: {name: !Context nmae}}',
      'context: {name: x}\n',
    );
    expect(findingsIn(block(reads))).toEqual(['warning context-missing «!Context nmae»']);
    expect(findingsIn(block(reads, 'context: {nmae: y}'))).toEqual([]);
  });

  test('does not follow itself without end', () => {
    let deep = MISSPELT;
    for (let depth = 0; depth < 12; depth += 1) deep = blueprint(quoted(deep).slice(2));
    expect(findingsIn(block(deep))).toEqual([]);
  });
});
