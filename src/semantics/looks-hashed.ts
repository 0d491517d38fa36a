import type { Field } from '../catalog/model.ts';

/** The forms in which Django, crypt and LDAP write the hash of a password. */
const HASH =
  /^(?:(?:pbkdf2_sha\d+|argon2|bcrypt(?:_sha256)?|scrypt|md5|sha1)\$.+\$|\$(?:2[aby]|argon2\w*|pbkdf2[\w-]*|scrypt|[156y])\$|\{(?:S?SHA\d*|CRYPT|BCRYPT|ARGON2|PBKDF2[\w-]*)\})/;

/** What is said of a field for which a hash is given. */
export const HASH_HINT = 'write the password itself, from the environment: this attribute takes no hash';

/** Whether a value of a field whose text the server hashes looks like a hash already. */
export function looksHashed({ hashed }: Pick<Field, 'hashed'>, value: unknown): boolean {
  return hashed === true && typeof value === 'string' && HASH.test(value.trim());
}
