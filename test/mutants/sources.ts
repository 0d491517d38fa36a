import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { hasShared, shared } from '../shared.ts';
import { checkFiles } from '../validate/check.ts';
import { Subject } from './subject.ts';

const OWN = resolve(import.meta.dirname, '../../blueprints');
/**
 * The release that the project's own examples are written for, and those whose blueprints of authentik's are
 * there.
 */
const OWN_RELEASE = '2023.2';
const RELEASES = ['2023.2.3', '2025.12.4', '2026.2.2'];

/**
 * The blueprints to break, each free of errors by itself: those of the project, and authentik's own of three
 * releases where they are.
 */
export function subjects(): Subject[] {
  const folders = [
    { release: OWN_RELEASE, name: '', folder: OWN },
    ...(hasShared
      ? RELEASES.map((release) => ({
          release,
          name: `${release}/`,
          folder: shared(`data/blueprints/${release}`),
        }))
      : []),
  ];
  return folders.flatMap(({ release, name, folder }) => {
    const catalog = loadCatalog(release.split('.').slice(0, 2).join('.'), () => undefined);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.yaml'))
      .sort()
      .flatMap((path) => {
        const text = readFileSync(resolve(folder, path), 'utf8').replace(/%\((\w+)\)s/g, 'filled-$1');
        const errors = checkFiles([{ path, bytes: Buffer.from(text) }], catalog).filter(
          ({ severity }) => severity === 'error',
        );
        return errors.length > 0 ? [] : [new Subject(`${name}${path}`, text, catalog)];
      });
  });
}
