import { isSince } from '../../catalog/release.ts';

/** How a release reads addresses: its own validator, and that of the Django that it comes with. */
export interface AddressRules {
  /** authentik's own validator takes a port of one digit. */
  readonly shortPorts: boolean;
  /** An address is at most 2048 characters long, and a mail address 320. */
  readonly longest: boolean;
  /** The host of a mail address is read like that of an address, or in another, older form. */
  readonly emailHosts: 'as addresses' | 'older form';
}

/**
 * The rules of a release: ports by its `authentik/lib/models.py`, the rest by Django's validators (4.1.10 came
 * with 2023.6, 5.1 with 2025.4).
 */
export function addressRulesOf(release: string): AddressRules {
  return {
    shortPorts: isSince(release, '2024.8'),
    longest: isSince(release, '2023.6'),
    emailHosts: isSince(release, '2025.4') ? 'as addresses' : 'older form',
  };
}
