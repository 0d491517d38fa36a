import fc from 'fast-check';
import { SEED } from './random-cases.ts';

// Every property of every test begins there; what fails says with which seed.
fc.configureGlobal({ seed: SEED });
