import type { Field } from '../catalog/model.ts';

/** The forms in which Django, crypt, LDAP and `htpasswd` (with the name of the user) write the hash of a password. */
const HASH = new RegExp(
  [
    String.raw`^(?:pbkdf2[\w-]*|argon2|bcrypt(?:_sha256)?|scrypt|md5|sha1)\$.+\$`,
    String.raw`^(?:[\w.@-]+:)?\$(?:2[abxy]|argon2\w*|pbkdf2[\w-]*|scrypt|apr1|md5|[15-7y])\$`,
    String.raw`^(?:[\w.@-]+:)?\{(?:S?SHA\d*|S?MD5|CRYPT|BCRYPT|ARGON2|PBKDF2[\w-]*)\}`,
  ].join('|'),
  'i',
);

/** What is said of a field for which a hash is given. */
export const HASH_HINT = 'write the password itself, from the environment: this attribute takes no hash';

/** Whether a value of a field whose text the server hashes looks like a hash already. */
export function looksHashed({ hashed }: Pick<Field, 'hashed'>, value: unknown): boolean {
  return hashed === true && typeof value === 'string' && HASH.test(value.trim());
}
