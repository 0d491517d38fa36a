import type { Blueprint, Node } from '../../src/blueprint/blueprint.ts';
import { checkTags } from '../../src/blueprint/check-tags.ts';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { plainNode } from '../../src/blueprint/plain.ts';
import { toJson, type JsonValue } from '../../src/blueprint/json.ts';
import { readYaml } from '../../src/blueprint/yaml/read-yaml.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { LineIndex } from '../../src/source/line-index.ts';

/** A text read as YAML, and what was found. */
export function readText(text: string): {
  root: Node | undefined;
  findings: string[];
  diagnostics: readonly Diagnostic[];
} {
  const collector = new Collector();
  const root = readYaml({ path: 'test.yaml', text }, collector.report);
  return { root, findings: collector.diagnostics.map(shown), diagnostics: collector.diagnostics };
}

/** A text read as YAML, as JSON; fails when anything was found. */
export function valueOf(text: string): JsonValue {
  const { root, findings } = readText(text);
  if (!root || findings.length > 0) throw new Error(findings.join('\n'));
  return toJson(plainNode(root));
}

/** A text read and checked as a blueprint, and what was found. */
export function readBlueprint(
  text: string,
  release = '2023.2.3',
): { blueprint: Blueprint | undefined; findings: string[]; diagnostics: readonly Diagnostic[] } {
  const collector = new Collector();
  const blueprint = parseBlueprint({ path: 'test.yaml', text }, collector.report, {
    features: features(release),
  });
  if (blueprint) checkTags(blueprint, features(release), collector.report);
  return { blueprint, findings: collector.diagnostics.map(shown), diagnostics: collector.diagnostics };
}

/** `code line:column text`: what the finding lights up, its first 30 characters. */
export function shown(diagnostic: Diagnostic): string {
  const { place } = diagnostic;
  if (!place) return diagnostic.code;
  const { line, column } = LineIndex.of(place.file).position(place.span.start);
  return `${diagnostic.code} ${line}:${column} ${place.file.text.slice(place.span.start, place.span.end).slice(0, 30)}`.trimEnd();
}
