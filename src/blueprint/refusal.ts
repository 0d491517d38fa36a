/**
 * What a tag gets in place of a variable or a file that it may not read: why not, and what can be done about
 * it. It is reported at the tag, and no default takes its place.
 */
export class Refusal {
  readonly why: string;
  readonly hint: string;

  constructor(why: string, hint: string) {
    this.why = why;
    this.hint = hint;
  }
}

/** The variables of the environment that hold a credential of this program. */
export const CREDENTIALS: readonly string[] = [
  'AUTHENTIK_TOKEN',
  'AK_BLUEPRINT_KEY',
  'AK_BLUEPRINT_HEADERS',
  'AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE',
];

/**
 * Why no blueprint may read a variable: it holds a credential of ours. Undefined for every other one. The
 * case of its letters does not matter, as Windows has them all as one variable.
 */
export function refuseCredential(name: string): Refusal | undefined {
  return CREDENTIALS.includes(name.toUpperCase())
    ? new Refusal(
        `the variable ${name} holds a credential of ak-blueprint, which no blueprint may read`,
        'put what the blueprint needs into a variable of its own',
      )
    : undefined;
}
