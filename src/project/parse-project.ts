import { randomUUID } from 'node:crypto';
import type { MapNode, Node, Pair } from '../blueprint/blueprint.ts';
import { readYaml } from '../blueprint/yaml/read-yaml.ts';
import { shape } from '../blueprint/yaml/core-tag.ts';
import { CODES, type Code, isCode, type Severity } from '../diagnostics/codes.ts';
import type { Report } from '../diagnostics/collector.ts';
import { isFixed } from '../diagnostics/fixed-codes.ts';
import { nearest } from '../diagnostics/spelling.ts';
import type { SourceFile } from '../source/source-file.ts';
import { notHere } from './not-here.ts';
import type { Check, Project, Written } from './project.ts';
import { readIdentity, readInventoryPlace } from './read-identity.ts';
import { readNames } from './read-names.ts';
import { readProtect } from './read-protect.ts';
import { readUnmanaged } from './read-unmanaged.ts';

/*
 * The project file is read with the reader of blueprints, so every finding has its place. Each key has a
 * reader in KEYS; a new key is a new row there, a field of Project and a property of schemas/project-1.json.
 */

/** The modes of a list: `merge` adds the items that blueprints give, and leaves the others. */
const LIST_MODES = ['merge'];

/** The most paths of a project: each may take a walk through everything. */
const MOST_FILES = 1000;

const SEVERITIES: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'off'];

/** Reads the value of one key of the file. */
type KeyReader = (value: Node, check: Check) => Partial<Project>;

const KEYS: Readonly<Record<string, KeyReader>> = {
  files: readFiles,
  target: readTarget,
  rules: readRules,
  lists: readLists,
  env: (value, check) => ({ env: readNames('env', value, check) }),
  protect: (value, check) => ({ protect: readProtect(value, check) }),
  unmanaged: (value, check) => ({ unmanaged: readUnmanaged(value, check) }),
  project: (value, check) => ({ identity: readIdentity(value, check) }),
  inventory: (value, check) => ({ inventory: readInventoryPlace(value, check) }),
};

/**
 * Reads a project file. Mistakes are reported (`project-invalid`, or a code of YAML) and their settings
 * ignored. An empty file is a project without settings.
 */
export function parseProject(file: SourceFile, report: Report): Project {
  const check: Check = (message, span, hint) =>
    report({
      code: 'project-invalid',
      message,
      place: { file, span },
      hint,
    });
  const empty: Project = {
    file,
    files: [],
    target: undefined,
    rules: new Map(),
    lists: [],
    env: undefined,
    protect: [],
    unmanaged: [],
    identity: undefined,
    inventory: undefined,
  };
  const root = readYaml(file, (finding) => (finding.code === 'yaml-empty' ? undefined : report(finding)));
  if (!root) return empty;
  if (root.kind !== 'map') {
    check(
      `a project file is a mapping, but this is ${shape(root)}`,
      { start: root.span.start, end: Math.min(root.span.end, root.span.start + 1) },
      `it has the keys ${Object.keys(KEYS).join(', ')}`,
    );
    return empty;
  }
  const project = root.pairs.reduce((read, pair) => ({ ...read, ...readKey(pair, check) }), empty);
  checkInventory(root, project, check);
  return project;
}

/** An inventory is that of a project, so there must be one; one that cannot be read has been reported. */
function checkInventory({ pairs }: MapNode, { inventory }: Project, check: Check): void {
  const pair = pairs.findLast(({ key }) => key === 'inventory');
  if (!pair || inventory === undefined || inventory === 'off') return;
  if (pairs.some(({ key }) => key === 'project')) return;
  check(
    `"inventory: ${inventory}" needs a "project", whose inventory it is`,
    pair.keyNode.span,
    `add "project:" and below it "name: my-project" and "id: ${randomUUID()}"`,
  );
}

function readKey({ key, keyNode, value }: Pair, check: Check): Partial<Project> {
  const read = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (read)
    return read(value, (message, span, hint) =>
      check(message, span.end > span.start ? span : keyNode.span, hint),
    );
  const misplaced = notHere(key);
  if (misplaced) {
    check(`a project file has no "${key}": ${misplaced.why}`, keyNode.span, misplaced.where);
    return {};
  }
  const near = nearest(key, Object.keys(KEYS));
  check(
    `a project file has no "${key}"`,
    keyNode.span,
    near === undefined ? `it has the keys ${Object.keys(KEYS).join(', ')}` : `did you mean "${near}"?`,
  );
  return {};
}

function readFiles(value: Node, check: Check): Partial<Project> {
  const nodes = value.kind === 'seq' ? value.items : [value];
  const [tooMany] = nodes.slice(MOST_FILES);
  if (tooMany)
    check(
      `"files" has ${nodes.length} paths; the first ${MOST_FILES} are read`,
      tooMany.span,
      'name folders',
    );
  const files = nodes.slice(0, MOST_FILES).flatMap((node): Written[] => {
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.text !== '')
      return [{ text: node.text, span: node.span }];
    check(
      `a path of "files" must be text, but is ${shape(node)}`,
      node.span,
      node.kind === 'tag' ? 'put it in quotes: "!" takes files out' : undefined,
    );
    return [];
  });
  return { files };
}

/** YAML reads `target: 2024.10` as a number, so the text in the file counts. */
function readTarget(value: Node, check: Check): Partial<Project> {
  if (value.kind === 'scalar' && /^\d{4}\.\d{1,2}(\.\d+)?$/.test(value.text))
    return { target: { text: value.text, span: value.span } };
  check(
    `target must be a release of authentik, but is ${value.kind === 'scalar' && value.text !== '' ? `"${value.text}"` : shape(value)}`,
    value.span,
    'write it as 2024.8 or 2024.8.3',
  );
  return {};
}

function readRules(value: Node, check: Check): Partial<Project> {
  if (value.kind !== 'map') {
    check(
      `rules must be a mapping of codes, but is ${shape(value)}`,
      value.span,
      'write "rules:" and below it lines such as "model-case: error"',
    );
    return {};
  }
  return { rules: new Map(readSeverities(value, check)) };
}

function* readSeverities(rules: MapNode, check: Check): Generator<readonly [Code, Severity | 'off']> {
  for (const { key, keyNode, value } of rules.pairs) {
    if (!isCode(key)) {
      const near = nearest(key, Object.keys(CODES));
      check(
        `there is no finding with the code ${key}`,
        keyNode.span,
        near === undefined ? 'every code is in docs/diagnostics.md' : `did you mean ${near}?`,
      );
      continue;
    }
    // YAML 1.1 reads `off` as false, so the text in the file counts.
    const severity = value.kind === 'scalar' ? SEVERITIES.find((one) => one === value.text) : undefined;
    if (severity === undefined) {
      const near = value.kind === 'scalar' ? nearest(value.text, SEVERITIES) : undefined;
      check(
        `the severity of ${key} must be ${SEVERITIES.slice(0, -1).join(', ')} or off, but is ${value.kind === 'scalar' && value.text !== '' ? `"${value.text}"` : shape(value)}`,
        value.span.end > value.span.start ? value.span : keyNode.span,
        near === undefined ? undefined : `did you mean ${near}?`,
      );
    } else if (isFixed(key) && severity !== CODES[key].severity) {
      check(
        `${key} is always an ${CODES[key].severity}: a project file cannot change that`,
        keyNode.span,
        'take the line out',
      );
    } else yield [key, severity];
  }
}

/** Whether the lists exist is checked later: the reader of the file knows no release. */
function readLists(value: Node, check: Check): Partial<Project> {
  if (value.kind !== 'map') {
    check(
      `lists must be a mapping of fields, but is ${shape(value)}`,
      value.span,
      'write "lists:" and below it lines such as "authentik_core.group.users: merge"',
    );
    return {};
  }
  return {
    lists: value.pairs.flatMap(({ key, keyNode, value: mode }): Written[] => {
      if (mode.kind === 'scalar' && LIST_MODES.includes(mode.text))
        return [{ text: key, span: keyNode.span }];
      const near = mode.kind === 'scalar' ? nearest(mode.text, LIST_MODES) : undefined;
      check(
        `the mode of ${key} must be ${LIST_MODES.join(' or ')}, but is ${mode.kind === 'scalar' && mode.text !== '' ? `"${mode.text}"` : shape(mode)}`,
        mode.span.end > mode.span.start ? mode.span : keyNode.span,
        near === undefined ? 'without this line the blueprints own the whole list' : `did you mean ${near}?`,
      );
      return [];
    }),
  };
}
