// Lets a script import the sources as they are: after `import './typescript.mjs'`, `await
// import('../src/….ts')` works. Node 20 reads no TypeScript; a later one that does is not disturbed.
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { transform } from 'esbuild';

// Node runs the hooks below in a thread of their own, which loads this file, too.
if (isMainThread) register(import.meta.url);

/** Gives Node the JavaScript of a module that is written in TypeScript. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(new URL(url), 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20.19',
    sourcefile: url,
    sourcemap: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
}
