import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isAlive, processWith } from './check-whether-process-still-runs.ts';
import { takeLock } from './folder-lock.ts';

const address = 'http://127.0.0.1:8080';
const knowsBeginnings = processWith(process.pid).began !== '';

describe('takeLock', () => {
  it('refuses a folder that a living process has, and names it', async () => {
    const { folder, file } = start();
    const { pid = 0 } = sleeper();
    writeFileSync(file, JSON.stringify({ ...processWith(pid), address }));
    await expect(takeLock(folder, address)).rejects.toThrow(
      `already runs on ${folder}, as process ${pid}: ${address}`,
    );
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(pid);
  });

  it('takes over from a process that is gone', async () => {
    const { folder, file } = start();
    writeFileSync(file, JSON.stringify({ pid: await pidOfTheDead(), began: '1', address }));
    await takeLock(folder, address);
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
  });

  it.runIf(knowsBeginnings)('takes over where another process has the number by now', async () => {
    const { folder, file } = start();
    writeFileSync(file, JSON.stringify({ pid: sleeper().pid, began: '1', address }));
    await expect(takeLock(folder, address)).resolves.toBeDefined();
  });

  it.runIf(knowsBeginnings)('ends the app that a killed run left', async () => {
    const { folder, file } = start();
    const app = sleeper();
    const ended = once(app, 'exit');
    const left = { pid: await pidOfTheDead(), began: '1', address, app: processWith(app.pid ?? 0) };
    writeFileSync(file, JSON.stringify(left));
    await takeLock(folder, address);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('does not end a process that only has the number of the app', async () => {
    const { folder, file } = start();
    const other = sleeper();
    const left = { pid: await pidOfTheDead(), began: '1', address, app: { pid: other.pid, began: '1' } };
    writeFileSync(file, JSON.stringify(left));
    await takeLock(folder, address);
    expect(isAlive(processWith(other.pid ?? 0))).toBeTruthy();
    expect(other.signalCode).toBeNull();
  });

  it.each(['', '{', 'null', '[]', '{"pid":"1"}'])('takes over a lock that says only "%s"', async (text) => {
    const { folder, file } = start();
    writeFileSync(file, text);
    await expect(takeLock(folder, address)).resolves.toBeDefined();
  });

  it('is gone once released', async () => {
    const { folder, file } = start();
    const lock = await takeLock(folder, address);
    expect(existsSync(file)).toBe(true);
    lock.release();
    expect(existsSync(file)).toBe(false);
  });
});

function start() {
  const folder = mkdtempSync(join(tmpdir(), 'finance-lock-'));
  return { folder, file: join(folder, 'lock.json') };
}

function sleeper() {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill());
  return child;
}

async function pidOfTheDead(): Promise<number> {
  const child = spawn('true', { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}
