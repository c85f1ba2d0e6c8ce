import { workspace } from './workspace.ts';
const w = await workspace({ name: 'sample', runtime: { name: 'nodejs', options: { typescript: false } }, main: 'infra/e2e/sample/index.ts' },
 { 'sample:app': { namespace: 'bridge-try', image: 'busybox:1.37', greeting: 'hello', size: '10Mi', web: 'base/web', rotation: 1, protect: false, aliases: {}, timeouts: {} } });
console.log((w as any).folder);
