import { isSince } from '../catalog/release.ts';

/**
 * How a release decides about logins, as far as releases differ. Measured on 2023.2.3 and 2025.12.4; where a
 * rule changed in between was read in the sources of the first release of every minor.
 */
export interface LoginRules {
  /** Rights and memberships come from the parents of a user's groups, too, and not from these alone. */
  readonly inheritsRights: boolean;
  /** How many parents up a group binding looks. */
  readonly mostParents: number;
  /**
   * What user and group bindings are together: each counts by itself; one of them is enough, whatever the mode
   * is; or one value by the mode.
   */
  readonly staticBindings: 'each' | 'one is enough' | 'by mode';
  /** Policies that raise have the value that their binding says, and not always false. */
  readonly hasFailureResult: boolean;
  /** Identification finds inactive users, whom a later stage refuses. */
  readonly findsInactive: boolean;
  /** Identification goes on with a name that nobody has, unless it is told not to. */
  readonly pretends: boolean;
  /** Which domains a brand is for: every end of the host, or the host and those below it. */
  readonly brandMatch: 'end' | 'domain';
  /** Of several brands that match, the one with the longest domain is taken; else any of them. */
  readonly longestBrand: boolean;
  /** A policy that asks for a group looks at the parents of a user's groups, too. */
  readonly asksParents: boolean;
  /** A login flow sends a visitor who is signed in away, instead of refusing him. */
  readonly sendsAway: boolean;
}

/** The rules of a release: `2023.2.3`. */
export function loginRules(release: string): LoginRules {
  const since = (one: string): boolean => isSince(release, one);
  const newer = since('2025.8') ? 'one is enough' : 'each';
  return {
    inheritsRights: since('2023.8'),
    mostParents: since('2025.12') ? Infinity : 20,
    staticBindings: since('2026.2') ? 'by mode' : newer,
    hasFailureResult: since('2023.10'),
    findsInactive: since('2023.4'),
    pretends: since('2024.2'),
    brandMatch: since('2026.2') ? 'domain' : 'end',
    longestBrand: since('2025.12'),
    asksParents: since('2023.8'),
    sendsAway: since('2025.10'),
  };
}
