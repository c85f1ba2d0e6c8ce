import '../compile-cache.js';

// `npm run synth [-- --stack NAME] [--check]`
const { runCommand } = await import('../command/run-command.ts');
const { synth } = await import('./synth.ts');
await runCommand(() => synth(process.argv.slice(2), console.log));
