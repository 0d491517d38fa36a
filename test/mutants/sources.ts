import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasShared, shared } from '../shared.ts';
import { catalog, checkFiles } from '../validate/check.ts';
import { Subject } from './subject.ts';

const OWN = resolve(import.meta.dirname, '../../blueprints');

/** The blueprints to break: those of the project, and authentik's own where they are; each is free of errors by itself. */
export function subjects(): Subject[] {
  const folders = [['', OWN], ...(hasShared ? ['2023.2.3'].map((release) => [`${release}/`, shared(`data/blueprints/${release}`)]) : [])] as const;
  return folders.flatMap(([name, folder]) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml')).sort().flatMap((path) => {
    const text = readFileSync(resolve(folder, path), 'utf8').replace(/%\((\w+)\)s/g, 'filled-$1');
    const errors = checkFiles([{ path, bytes: Buffer.from(text) }]).filter(({ severity }) => severity === 'error');
    return errors.length > 0 ? [] : [new Subject(`${name}${path}`, text, catalog)];
  }));
}
