import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

/** How commands are run. `run` is given a function that loads the command's module and calls it. */
export interface Start {
  readonly io: Io;
  readonly run: (command: () => Promise<ExitCode>) => Promise<void>;
}

/** Adds a command to the program. */
export type Define = (program: Command, start: Start) => void;
