import { messageOf, UsageError } from '../../diagnostics/errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { openSandbox, type SandboxOptions } from '../open-sandbox.ts';

/** Options of `ak-blueprint sandbox`. */
export interface SandboxCommandOptions extends SandboxOptions {
  readonly port: number;
}

/**
 * `ak-blueprint sandbox`: listens on loopback until it is interrupted; prints its address and token as one
 * line of JSON.
 */
export async function sandbox(options: SandboxCommandOptions, io: Io): Promise<ExitCode> {
  const open = await openSandbox(options, io);
  const listening = await open.sandbox.listen(options.port).catch((error: unknown) => {
    throw new UsageError(
      `port ${options.port} of this machine cannot be opened: ${messageOf(error)}`,
      '--port 0 takes any free port',
    );
  });
  io.out(JSON.stringify({ url: listening.url, token: open.token, target: open.release }));
  await new Promise<void>((stop) => io.onInterrupt(() => stop()));
  await listening.close();
  await open.save();
  return EXIT.fine;
}
