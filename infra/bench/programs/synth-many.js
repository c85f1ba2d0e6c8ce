/** `synth-many.js <count> <folder>`: does what `npm run synth` does, for an app of `count` objects. */
import '../../compile-cache.js';

const { manyKube } = await import('./many-objects-by-kube-helper.ts');
const { render } = await import('../../synth/render-manifest-files.ts');
const { write } = await import('../../synth/compare-and-write-folder.ts');

const [count, folder] = process.argv.slice(2);
write(String(folder), new Map([['bench.yaml', [...render(manyKube(Number(count))).values()].join('---\n')]]));
