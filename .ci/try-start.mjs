// Runs `npm start` as the README says: waits until it prints its address, checks that it is ready, checks its first page,
// and stops it as Ctrl-C does. Exits 1 when any of this fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const port = await freePort();
const app = spawn('npm', ['start', '--', '--port', String(port)], {
  detached: true, // a process group of its own, since Ctrl-C goes to all of it
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(app, 'exit');
const late = setTimeout(() => process.kill(-app.pid, 'SIGKILL'), 600_000);
const lines = [];
const problems = [];
for await (const line of createInterface({ input: app.stdout })) {
  console.log(line);
  lines.push(line);
  const url = /finance: open (http:\S+)/.exec(line)?.[1];
  if (url === undefined) continue;
  problems.push(...(await problemsAt(url).catch(({ message }) => [message])));
  process.kill(-app.pid, 'SIGINT');
}
const [code] = await ended;
clearTimeout(late);
if (!lines.some((line) => line.includes('finance: open '))) problems.push('it told no address');
if (code !== 0 || !lines.includes('finance: stopped')) problems.push(`it ended with ${code}, and not by our hand`);
for (const problem of problems) console.log(`try-start: FAILED: ${problem}`);
if (problems.length === 0) console.log('try-start: ready, its first page is right, and it stopped when it was told to');
process.exit(problems.length === 0 ? 0 : 1);

async function problemsAt(url) {
  const ready = await fetch(`${url}/ready`);
  const page = await fetch(url);
  const html = await page.text();
  const wanted = [
    [ready.status === 200, `/ready answered ${ready.status}`],
    [page.status === 200, `/ answered ${page.status}`],
    [/^text\/html/.test(page.headers.get('content-type') ?? ''), '/ is no page'],
    ...['<h1>', 'href="/sign-up"', 'href="/sign-in"'].map((text) => [html.includes(text), `/ has no ${text}`]),
  ];
  return wanted.flatMap(([isRight, problem]) => (isRight ? [] : [problem]));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address();
  server.close();
  await once(server, 'close');
  return free;
}
