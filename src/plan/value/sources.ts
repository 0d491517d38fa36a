import type { Value } from '../../blueprint/value.ts';
import { InternalError } from '../../diagnostics/errors.ts';
import { type FilePlace, placeIn } from '../../source/file-place.ts';
import type { KnownSecrets } from '../../source/known-secrets.ts';
import type { Place, SourceFile } from '../../source/source-file.ts';

/** What a plan refers to and does not hold; passed along with it to whatever runs or prints it. */
export interface Sources {
  /** The secret behind a reference in the plan (`SecretReference.from`); undefined when there is none. */
  readonly secretOf: (from: string) => Value | undefined;
  /** The blueprint file with this path. */
  readonly fileOf: (path: string) => SourceFile | undefined;
  /** Hides the secrets of the plan in a text, such as a message of the server that repeats them. */
  readonly secrets: KnownSecrets;
}

/** The place in a file that a plan refers to; undefined where there is none, or the file is not at hand. */
export function placeOf({ fileOf }: Sources, place: FilePlace | undefined): Place | undefined {
  return placeIn(place, fileOf);
}

/** Gives the secret behind a reference, for `decodeValue`; throws an InternalError when there is none. */
export function secretFrom({ secretOf }: Sources): (from: string) => Value {
  return (from) => {
    const value = secretOf(from);
    if (value === undefined) throw new InternalError(`the plan lacks the secret ${from}`);
    return value;
  };
}
