// Most of a synth, and of a Pulumi program, is loading: what is imported after this is compiled, and its types are stripped, only once.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'));
