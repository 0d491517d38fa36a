import type { Value } from '../../blueprint/value.ts';
import { InternalError } from '../../diagnostics/errors.ts';
import { type FilePlace, placeIn } from '../../source/file-place.ts';
import type { Place, SourceFile } from '../../source/source-file.ts';

/** What a plan refers to and does not hold: given beside it to who runs it. */
export interface Sources {
  /** The secret that a reference in the plan (`SecretReference.from`) means. */
  readonly secretOf: (from: string) => Value | undefined;
  /** The file on the disk with this path. */
  readonly fileOf: (path: string) => SourceFile | undefined;
}

/** Where something of the plan stands; undefined where nobody wrote it, or its file is not at hand. */
export function placeOf({ fileOf }: Sources, place: FilePlace | undefined): Place | undefined {
  return placeIn(place, fileOf);
}

/** The secret behind a reference; one that is not there is our mistake. */
export function secretFrom({ secretOf }: Sources): (from: string) => Value {
  return (from) => {
    const value = secretOf(from);
    if (value === undefined) throw new InternalError(`the plan lacks the secret ${from}`);
    return value;
  };
}
