import { isSince } from '../../../catalog/release.ts';

/** How the importer of a release treats what it cannot apply, and what it does with states. */
export interface ImporterRules {
  /**
   * How the check of an instance's content tells of a bad entry: the server fails, one text with all lines of
   * the log, or a list with a line each.
   */
  readonly check: 'fails' | 'text' | 'lines';
  /** How it tells of another version: the verdict alone, or as above. */
  readonly version: 'verdict' | 'text' | 'lines';
  /** How an import tells: the server fails, or the answer has the log in a plain form or as records. */
  readonly answer: 'fails' | 'plain' | 'records';
  /** Messages begin with a capital letter, and a last line says that validation failed. */
  readonly formal: boolean;
  /** The log of events has a crash of the importer; that of a check is always in it. */
  readonly reportsCrashes: boolean;
  /** The server fails where an entry that is refused has a tag that its log cannot show: see `canShow`. */
  readonly failsOnTags: boolean;
  /**
   * An entry that is to be deleted and is not valid: refused as others are, passed over, or deleted all the
   * same.
   */
  readonly absent: 'refused' | 'passed-over' | 'deleted';
  /** An object that is there already and is only to be created is none that `!KeyOf` finds. */
  readonly forgetsExisting: boolean;
  /** `must_created`: not known, the same as `created` and `present` together, or refused where there is one. */
  readonly mustCreate: 'unknown' | 'present' | 'refused';
  /** Entries give permissions. */
  readonly permissions: boolean;
  /** A permission must be named with its application. */
  readonly namesApps: boolean;
  /** Entries may stand in a mapping of sections. */
  readonly sections: boolean;
}

/**
 * The rules of a release. Measured on 2023.2.3, 2025.12.4 and 2026.5.0-rc1; in between as authentik/blueprints/v1
 * (importer.py, common.py), authentik/blueprints/api.py, authentik/flows/api/flows.py and authentik/events/utils.py
 * of the last patch of each release have them.
 */
export function importerRules(release: string): ImporterRules {
  const since = (first: string): boolean => isSince(release, first);
  const choose = <Choice>(otherwise: Choice, ...later: readonly (readonly [string, Choice])[]): Choice =>
    later.reduce((found, [first, choice]) => (since(first) ? choice : found), otherwise);
  return {
    check: choose<ImporterRules['check']>(
      'fails',
      ['2023.5', 'text'],
      // Lines of the log are objects then, which the check still reads as mappings.
      ['2024.4', 'fails'],
      ['2024.8', 'lines'],
    ),
    version: choose<ImporterRules['version']>('verdict', ['2023.5', 'text'], ['2024.8', 'lines']),
    answer: choose<ImporterRules['answer']>('fails', ['2023.5', 'plain'], ['2024.4', 'records']),
    formal: since('2024.4'),
    // Measured: not so at 2023.2.3, so at 2025.12.4; what came between was not asked.
    reportsCrashes: since('2023.10'),
    failsOnTags: since('2025.2'),
    absent: choose<ImporterRules['absent']>('refused', ['2023.8', 'passed-over'], ['2023.10', 'deleted']),
    forgetsExisting: !since('2023.8'),
    mustCreate: choose<ImporterRules['mustCreate']>(
      'unknown',
      ['2023.10', 'present'],
      ['2024.12', 'refused'],
    ),
    permissions: since('2024.8'),
    namesApps: since('2026.5'),
    sections: since('2025.8'),
  };
}
