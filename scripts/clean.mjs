// Takes the built files away, so that what was renamed or deleted in src/ is not left in dist/.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';

rmSync(resolve(import.meta.dirname, '../dist'), { recursive: true, force: true });
