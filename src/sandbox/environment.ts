import type { BundledBlueprint } from '../catalog/bundled.ts';
import type { Json, ModelName } from '../catalog/model.ts';
import type { Random } from './random.ts';

/** The time, in the sandbox. */
export type Clock = () => Date;

/** What a sandbox takes from outside itself. */
export interface Environment {
  readonly clock: Clock;
  /** Where primary keys and secrets come from. */
  readonly random: Random;
  /** Whether a document at this URL could be fetched. */
  readonly reaches: (url: string) => boolean;
  /** Whether it has a valid enterprise licence. */
  readonly licensed: boolean;
  /** Templates for mails that are mounted into it, by path, beside those of the release. */
  readonly templates: readonly string[];
  /** Errors of a serializer that the importer has to the entry at this place, from 1, besides what it finds itself. */
  readonly refuses: (place: number, model: ModelName) => Json | undefined;
  /**
   * Whether a refusal comes without the lines of the importer's log, which happens where several requests come at
   * once (measured on 2025.12.4).
   */
  readonly losesLog: () => boolean;
  /** The release's own blueprint files, as far as they are known. */
  readonly files: readonly BundledBlueprint[];
}

/** The time, as the API writes it. */
export const now = (clock: Clock): string => formatMoment(clock());

/** The time so many minutes from now, as the API writes it. */
export const inMinutes = (clock: Clock, minutes: number): string =>
  formatMoment(addMinutes(clock(), minutes));

/** A moment, so many minutes later. */
export const addMinutes = (moment: Date, minutes: number): Date =>
  new Date(moment.getTime() + minutes * 60_000);

/** A moment as the API writes it: ISO 8601 in UTC, with six digits after the second. */
const formatMoment = (moment: Date): string => moment.toISOString().replace('Z', '000Z');
