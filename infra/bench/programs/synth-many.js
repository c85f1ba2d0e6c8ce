/** `synth-many.js <count> <folder>`: the way of `npm run synth`, for an app of any size. */
import '../../compile-cache.js';

const { manyKube } = await import('./many-kube.ts');
const { render } = await import('../../synth/render.ts');
const { write } = await import('../../synth/charts-folder.ts');

const [count, folder] = process.argv.slice(2);
write(String(folder), new Map([['bench.yaml', [...render(manyKube(Number(count))).values()].join('---\n')]]));
