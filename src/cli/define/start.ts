import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

/** What a command is run with: its module is loaded then, and not before. */
export interface Start {
  readonly io: Io;
  readonly run: (command: () => Promise<ExitCode>) => Promise<void>;
}

/** Adds a command to the program. */
export type Define = (program: Command, start: Start) => void;
