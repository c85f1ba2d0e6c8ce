/** `synth-stack.js <folder> <stack>`: `npm run synth` of a stack file that lies elsewhere. */
import '../../compile-cache.js';

const { synth } = await import('../../synth/synth-command.ts');
const [folder, stack] = process.argv.slice(2);
await synth(['--stack', String(stack)], () => {}, folder);
