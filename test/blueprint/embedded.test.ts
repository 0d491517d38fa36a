import fc from 'fast-check';
import { Document, Scalar } from 'yaml';
import { describe, expect, test } from 'vitest';
import { findEmbedded } from '../../src/blueprint/embedded/find-embedded.ts';
import type { ReadOptions } from '../../src/blueprint/embedded/parse-template.ts';
import { readBlueprints } from '../../src/blueprint/embedded/read-blueprints.ts';
import { isMeantInside } from '../../src/blueprint/embedded/looks-like.ts';
import { features } from '../../src/blueprint/features.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Edit } from '../../src/diagnostics/diagnostic.ts';
import { outerPlace } from '../../src/source/outer-place.ts';
import { runs } from '../random-cases.ts';

const GROUP = 'version: 1\nentries:\n  - model: authentik_core.group\n    identifiers:\n      name: staff\n';
const inside = (text: string): { path: string; text: string }[] =>
  findEmbedded({ path: 'x.yaml', text }).map(({ path, text: inner }) => ({ path, text: inner }));
const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
const configMap = (text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: blueprints\ndata:\n  groups.yaml: |\n${indented(text, 4)}`;

/** What is found in a file, as `severity code line:column «text»`. */
function found(text: string, options: Omit<ReadOptions, 'features'> = {}): string[] {
  const collector = new Collector();
  readBlueprints({ path: 'x.yaml', text }, collector.report, { ...options, features: features('2023.2') });
  return collector.diagnostics.map(({ severity, code, place }) => {
    const before = place?.file.text.slice(0, place.span.start).split('\n') ?? [];
    return `${severity} ${code} ${before.length}:${(before.at(-1)?.length ?? 0) + 1} «${place?.file.text.slice(place.span.start, place.span.end) ?? ''}»`;
  });
}

describe('where blueprints are found', () => {
  test('in every key of a ConfigMap, in several documents, in a List, in quotes, in Helm values', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap\n  data:\n    a.yaml: |-\n${indented(GROUP, 6)}    b.yaml: ${JSON.stringify(GROUP)}\n`;
    const secret = `---\napiVersion: v1\nkind: Secret\nstringData:\n  a.yaml: |\n${indented(GROUP, 10)}---\n`;
    expect(inside(list + secret)).toEqual([
      { path: 'x.yaml#a.yaml', text: GROUP.trimEnd() },
      { path: 'x.yaml#b.yaml', text: GROUP },
      { path: 'x.yaml#a.yaml-2', text: GROUP },
    ]);
    expect(
      inside(`authentik:\n  blueprints:\n    inline:\n      - |\n${indented(GROUP, 8)}    other: 1\n`),
    ).toEqual([{ path: 'x.yaml#inline', text: GROUP }]);
  });

  test('not in other texts, however much they look like YAML', () => {
    expect(
      inside(
        'data:\n  index.yaml: |\n    apiVersion: v1\n    entries:\n      authentik: []\n  config: |\n    version: 1\n    services: {}\n',
      ),
    ).toEqual([]);
  });

  test('in a template that is no YAML itself', () => {
    const text = `{{- if .Values.blueprints }}\n# it's {{ .Values.note }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ include "x" . | quote }}}\ndata:\n  groups.yaml: |\n${indented(GROUP, 4)}{{- end }}\n`;
    expect(inside(text)).toEqual([{ path: 'x.yaml#groups.yaml', text: GROUP }]);
    expect(found(text.replace('name: staff', 'nam: staff').replace('version: 1\n', 'version: 2\n'))).toEqual([
      'error version-unsupported 8:14 «2»',
    ]);
  });

  test('not in a blueprint itself', () => {
    const blueprint = `version: 1\nentries:\n- model: authentik_blueprints.blueprintinstance\n  identifiers: {name: x}\n  attrs:\n    content: |\n${indented(GROUP, 6)}`;
    const collector = new Collector();
    expect(
      readBlueprints({ path: 'x.yaml', text: blueprint }, collector.report, {
        features: features('2023.2'),
      }).map((one) => one.entries.length),
    ).toEqual([1]);
  });
});

describe('what is no blueprint', () => {
  const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n';
  test('is nothing in a folder and one warning where it was named', () => {
    expect(found(deployment, { walked: true })).toEqual([]);
    expect(found(deployment)).toEqual(['warning not-a-blueprint 1:1 «»']);
    for (const text of [
      'services: {web: {image: x}}\nversion: "3"\n',
      'image:\n  tag: {{ .Values.tag }}\n',
      'apiVersion: v2\nname: chart\nversion: 1.2.3\n',
    ]) {
      expect(found(text, { walked: true }), text).toEqual([]);
    }
    for (const text of ['version: 1\nhandlers: {}\n', '- name: x\n  debug: {}\n', 'a: 1\n---\nb: 1\n'])
      expect(found(text), text).toEqual(['warning not-a-blueprint 1:1 «»']);
  });

  test('is still a broken blueprint where it was meant as one', () => {
    expect(found(GROUP.replace('entries', 'entires'), { walked: true })).toContain(
      'error structure-unknown-key 2:1 «entires»',
    );
    for (const text of [
      'version: 1\nentries:\n  - model: authentik_core.group\n    attrs: [\n',
      'entries:\n- model: !Context m\n  identifiers: [\n',
      '{"entries": [{"model": "authentik_core.group", }',
      '{"entries": [{"identifiers": {}, "attrs": {}, }',
    ])
      expect(found(text, { walked: true }).join(), text).toContain('error yaml-syntax');
    expect(found(GROUP.replace('version: 1\nentries:\n', ''), { walked: true }).join()).toContain(
      'warning entries-empty',
    );
    expect(found('version: 1\nmetadata: {name: x}\nentries: []\n', { walked: true }).join()).toContain(
      'warning entries-empty',
    );
    for (const text of ['version: 1\nentrie: []\n', 'entries: [\n', '{"entries": 1}\n'])
      expect(found(text), text).toHaveLength(1);
  });

  test('with nothing in it is nothing in a folder, and a note where it was named', () => {
    for (const text of ['', '\n \n', '# only a comment', '---\n# nothing\n...\n', '\uFEFF# x\r\n\r\n']) {
      expect(found(text, { walked: true }), text).toEqual([]);
      expect(found(text), text).toEqual(['info yaml-empty 1:1 «»']);
    }
  });

  test('although it has words of a blueprint', () => {
    for (const text of OTHERS) expect(found(text, { walked: true }), text).toEqual([]);
  });
});

describe('templates', () => {
  const quoted = GROUP.replace('staff', '"{{ .Values.staff }}"').replace(
    'version: 1',
    'version: "{{ .Values.version }}"',
  );
  test('in quotes are values that are not known: nothing is said of them, but of the rest', () => {
    expect(found(configMap(quoted))).toEqual([]);
    expect(found(configMap(quoted.replace('entries:', 'metadata: 5\nentries:')))).toEqual([
      'error structure-type 8:15 «5»',
    ]);
  });

  test('without quotes are covered up where each is a value, or only says whether lines are there', () => {
    const plain =
      GROUP.replace('staff', '{{ .Values.staff | lower }}').replace(
        '  - model',
        '  {{- if .Values.groups }}\n  - model',
      ) + '  {{- end }}\n';
    expect(found(configMap(plain))).toEqual([]);
    expect(found(configMap(plain.replace('version: 1', 'vresion: 1')))).toEqual([
      'warning structure-unknown-key 7:5 «vresion»',
    ]);
    expect(found(configMap(plain.replace('version: 1', 'version: 2')))).toEqual([
      'error version-unsupported 7:14 «2»',
    ]);
  });

  test('that stand for lines: it was not checked', () => {
    const range = `${GROUP}{{ range .Values.more }}\n  - model: x\n{{ end }}\n`;
    expect(found(configMap(range))).toEqual(['warning template-unfilled 12:5 «{{ range .Values.more }}»']);
  });

  test('must be filled in before anything is sent to a server', () => {
    expect(found(configMap(quoted), { filledIn: true })).toEqual([
      'error template-unfilled 7:15 «{{ .Values.version }}»',
    ]);
    expect(found(configMap(GROUP), { filledIn: true })).toEqual([]);
  });
});

/** Texts that have a key or a word of a blueprint, and are none. */
const OTHERS = [
  'version: 1\nentries:\n  - id: a\n    match: {model: "authentik_core.user"}\n    state: on\n',
  'version: 1\nentries:\n  - id: a\n    match:\n      model: authentik_core.user\n    state: on\n',
  'version: 1\nentries:\n  - match:\n      model: authentik_core.user\n',
  'snippets:\n  body: |\n    - model: authentik_core.group\n      identifiers:\n        name: a\n',
  'version: 1\nentries: []\n',
  'version: 1\nentries:\n  - title: First\n    date: 2026-01-01\n',
  'version: 1\nentries:\n  - model: gpt-4o\n    name: chat\n',
  '- model: authentik_core.user\n  pk: 1\n  fields: {username: a}\n',
  '- name: Give a permission\n  ansible.builtin.uri:\n    body:\n      model: authentik_core.group\n      attrs: {}\n',
  '- name: Make\n  loop:\n    - model: authentik_core.group\n      identifiers: {name: a}\n',
  'version: 1\njobs:\n  a:\n    - model: authentik_core.group\n      attrs: {}\n',
];

const STYLES = [Scalar.BLOCK_LITERAL, Scalar.BLOCK_FOLDED, Scalar.QUOTE_DOUBLE, Scalar.QUOTE_SINGLE] as const;
const words = fc.string({
  unit: fc.constantFrom('a', 'b', "'", '"', '\\', ' ', 'é', '😀', '\t', '#', ':'),
  maxLength: 40,
});
const texts = fc
  .array(words, { maxLength: 8 })
  .map((lines) => `${GROUP}x: |\n${lines.map((line) => `   ${line}\n`).join('')}end: 1\n`);

describe('places', () => {
  test('every character that is no white space is found where it stands, however the text is written', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...STYLES), fc.boolean(), (written, style, crlf) => {
        const document = new Document({ a: 1, data: { key: written } });
        const value = document.getIn(['data', 'key'], true) as Scalar;
        value.type = style;
        const outer = document.toString({ lineWidth: 60 });
        const [inner] = findEmbedded({ path: 'x.yaml', text: crlf ? outer.replaceAll('\n', '\r\n') : outer });
        // Of lines that are only spaces, the yaml package writes some folded blocks that mean another text.
        if (style !== Scalar.BLOCK_FOLDED) expect(inner?.text).toBe(written);
        if (!inner) return;
        const { text } = inner;
        for (let at = 0; at < text.length; at++) {
          const { file, span } = outerPlace({ file: inner, span: { start: at, end: at + 1 } });
          const there = file.text.slice(span.start, span.end);
          if (/\s/.test(text[at] ?? '')) expect(span.end).toBeGreaterThanOrEqual(span.start);
          else
            expect(there === text[at] || there === "''" || there.startsWith('\\') ? text[at] : there).toBe(
              text[at],
            );
        }
      }),
      { numRuns: runs(300) },
    );
  });

  test('what an edit makes of the outer file holds what it makes of the text', () => {
    const newLines = fc
      .array(fc.constantFrom('name: x\n', '  y: "1"\n', '# why\n'), { maxLength: 3 })
      .map((lines) => lines.join(''));
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom<'|' | '"'>('|', '"'),
        fc.nat(),
        fc.nat(),
        newLines,
        (text, style, one, other, insert) => {
          const outer =
            style === '|'
              ? `data:\n  key: |\n${indented(text, 4)}end: 1\n`
              : `data:\n  key: ${JSON.stringify(text)}\nend: 1\n`;
          const [file] = findEmbedded({ path: 'x.yaml', text: outer });
          expect(file?.text).toBe(text);
          if (!file) return;
          const lines = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
          const at = [lines[one % lines.length] ?? 0, lines[other % lines.length] ?? 0].sort((a, b) => a - b);
          const edit: Edit = { place: { file, span: { start: at[0] ?? 0, end: at[1] ?? 0 } }, text: insert };
          const wanted = text.slice(0, at[0]) + insert + text.slice(at[1]);
          const collector = new Collector();
          collector.report({
            code: 'attribute-unknown',
            message: 'x',
            place: edit.place,
            fixes: [{ title: 'x', edits: [edit] }],
          });
          const carried = collector.diagnostics[0]?.fixes?.[0]?.edits[0];
          expect(carried?.place.file.path).toBe('x.yaml');
          if (!carried) return;
          const mended =
            outer.slice(0, carried.place.span.start) + carried.text + outer.slice(carried.place.span.end);
          const again = findEmbedded({ path: 'x.yaml', text: mended })[0]?.text;
          if (isMeantInside(wanted) && /^\S/.test(wanted)) expect(again).toBe(wanted);
        },
      ),
      { numRuns: runs(500) },
    );
  });
});
