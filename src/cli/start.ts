import { EXIT, type ExitCode } from './exit-code.ts';
import { version } from './version.ts';

/** Where the program starts. The version is asked for most often, by scripts and hooks, and needs nothing else to be loaded. */
export async function start(args: readonly string[]): Promise<ExitCode> {
  if (args.length !== 1 || args[0] !== '--version') return (await import('./main.ts')).main(args);
  process.stdout.write(`${version()}\n`);
  return EXIT.fine;
}
