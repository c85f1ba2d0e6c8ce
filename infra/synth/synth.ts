import '../compile-cache.js';

// `npm run synth [-- --stack NAME] [--check]`
const { runCommand } = await import('./run-command.ts');
const { synth } = await import('./synth-command.ts');
await runCommand(() => synth(process.argv.slice(2), console.log));
