/** `synth-stack.js <folder> <stack>`: runs `npm run synth` on a stack file in another folder. */
import '../../compile-cache.js';

const { synth } = await import('../../synth/synth.ts');
const [folder, stack] = process.argv.slice(2);
await synth(['--stack', String(stack)], () => {}, folder);
