import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readBlueprints } from '../../src/blueprint/embedded/read-blueprints.ts';
import { features } from '../../src/blueprint/features.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { hasShared, shared } from '../shared.ts';

function read(path: string, text: string, more: { walked?: boolean; filledIn?: boolean } = {}): string[] {
  const collector = new Collector();
  const blueprints = readBlueprints({ path, text }, collector.report, {
    features: features('2025.12'),
    ...more,
  });
  return [
    ...collector.diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    ...blueprints.map(({ entries }) => `a blueprint of ${entries.length}`),
  ];
}

const NONE = (what: string): string => `error not-a-blueprint: this file is ${what}, and no YAML`;
const TERRAFORM = 'resource "authentik_group" "x" {\n  name = "g"\n}\n';
const NIX = '{ pkgs, ... }:\n{\n  services.x = {\n    a = 1;\n  };\n}\n';
const TYPESCRIPT = 'import { x } from "y";\nexport const a = 1;\n';
const PYTHON = 'import os\n\ndef f():\n    return 1\n';

describe('what is no YAML is named, by its name or by its lines', () => {
  test.each([
    ['main.tf', TERRAFORM, 'Terraform'],
    ['<stdin>', TERRAFORM, 'Terraform'],
    ['default.nix', NIX, 'Nix'],
    ['<stdin>', NIX, 'Nix'],
    ['a.ts', TYPESCRIPT, 'TypeScript'],
    ['<stdin>', TYPESCRIPT, 'TypeScript or JavaScript'],
    ['a.py', PYTHON, 'Python'],
    ['<stdin>', PYTHON, 'Python'],
    ['a.sh', '#!/bin/sh\nset -e: [\n', 'a shell script'],
  ])('%s', (path, text, what) => expect(read(path, text)).toEqual([NONE(what)]));
});

const ENTRY = '  - model: authentik_core.group\n    identifiers:\n      name: g\n';

describe('templates', () => {
  test.each([
    ['of lines, Helm', `version: 1\nentries:\n{{- range .Values.x }}\n${ENTRY}{{- end }}\n`, 'Helm'],
    [
      'of a whole file, Helm',
      `{{- range .Values.x }}\n---\nversion: 1\nentries:\n${ENTRY}{{- end }}\n`,
      'Helm',
    ],
    ['of lines, Jinja', `version: 1\nentries:\n{% for x in y %}\n${ENTRY}{% endfor %}\n`, 'Jinja'],
  ])('%s: one finding, an error where it is sent', (_, text, engine) => {
    const said = `template-unfilled: this file is a template of ${engine}, and no YAML before it is filled in`;
    expect(read('a.yaml', text)).toEqual([`warning ${said}`]);
    expect(read('a.yaml', text, { filledIn: true })).toEqual([`error ${said}`]);
  });

  test.each([
    [
      'for values',
      'version: 1\nentries:\n  - model: authentik_core.group\n    identifiers: {name: {{ g }}}\n',
    ],
    ['that decide about lines', `version: 1\nentries:\n{% if x %}\n${ENTRY}{% endif %}\n`],
    ['with remarks', `{# made by us: [ #}\nversion: 1\nentries:\n${ENTRY}`],
  ])('%s: the rest is read, and not sent', (_, text) => {
    expect(read('a.yaml', text)).toEqual(['a blueprint of 1']);
    expect(read('a.yaml', text, { filledIn: true })).toEqual([
      expect.stringMatching(/^error template-unfilled/),
    ]);
  });

  test('a mistake beside braces stays a mistake', () => {
    const text = `version: 1\nentries:\n${ENTRY}    attrs:\n        a: "{{ x }}"\n       b: 2\n`;
    expect(read('a.yaml', text)).toEqual([expect.stringMatching(/^error yaml-syntax/)]);
  });

  test('Jinja inside another file is treated as Go', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    version: 1\n    entries:\n    {% for x in y %}\n${ENTRY.replace(/^/gm, '    ')}\n    {% endfor %}\n`;
    expect(read('a.yaml', text)).toEqual([expect.stringMatching(/^warning template-unfilled/)]);
    expect(read('a.yaml', text, { filledIn: true })).toEqual([
      expect.stringMatching(/^error template-unfilled/),
    ]);
  });

  test.skipIf(!hasShared)('recorded templates are one finding each', () => {
    for (const name of ['oidc', 'configmap']) {
      const text = readFileSync(shared(`data/cases/34/templates/${name}.yaml`), 'utf8');
      expect(read(`${name}.yaml`, text)).toEqual([expect.stringMatching(/^warning template-unfilled/)]);
    }
  });
});

describe('what SOPS encrypted', () => {
  const text = `version: ENC[AES256_GCM,data:x,type:int]\nentries:\n  - model: ENC[AES256_GCM,data:x]\n    identifiers: {name: "ENC[AES256_GCM,data:x]"}\nsops:\n  mac: ENC[AES256_GCM,data:x]\n`;
  test('is one finding, an error where it is sent', () => {
    const said = 'file-encrypted: this file is encrypted with SOPS: it was not checked';
    expect(read('a.yaml', text)).toEqual([`warning ${said}`]);
    expect(read('a.yaml', text, { filledIn: true })).toEqual([`error ${said}`]);
  });

  test('in part is one finding, and the rest is read', () => {
    const part = `version: 1\nentries:\n  - model: authentik_core.user\n    identifiers: {username: u}\n    attrs: {password: "ENC[AES256_GCM,data:x]"}\nsops:\n  mac: ENC[AES256_GCM,data:x]\n`;
    expect(read('a.yaml', part)).toEqual([
      'warning file-encrypted: values of this file are encrypted with SOPS: these were not checked',
      'a blueprint of 1',
    ]);
    expect(read('a.yaml', part, { filledIn: true })).toEqual([
      'error file-encrypted: this file is encrypted with SOPS: it was not checked',
    ]);
  });

  test('is nothing in a folder where it is something else', () => {
    const other = 'password: ENC[AES256_GCM,data:x]\nsops:\n  mac: ENC[AES256_GCM,data:x]\n';
    expect(read('a.yaml', other, { walked: true })).toEqual([]);
  });
});
