import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export interface ProcessCost {
  /** Wall time from spawn to exit, in milliseconds. */
  readonly wall: number;
  /** Highest resident memory in MB; only Node processes report it. */
  readonly memory: number;
  /** Standard output. */
  readonly output: string;
}

const REPORT_MEMORY = join(import.meta.dirname, 'programs/report-memory.cjs');

/**
 * Runs a command to its end and measures it from outside.
 *
 * @throws Error with the end of the command's error output when it exits with anything but 0
 */
export function runProcess(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<ProcessCost> {
  const isNode = command === process.execPath;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, isNode ? ['--require', REPORT_MEMORY, ...args] : args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    let printed = '';
    let memory = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      printed += chunk;
    });
    child.stdio[3]?.on('data', (chunk) => {
      memory += chunk;
    });
    child.on('error', reject);
    child.on('exit', () => {
      exited = performance.now();
    });
    let exited = 0;
    child.on('close', (code) => {
      if (code !== 0)
        reject(new Error(`${command} ${args.join(' ')} exited with ${code}:\n${printed.slice(-2000)}`));
      else resolve({ wall: exited - started, memory: Number(memory) / 1024, output });
    });
  });
}

/** True when a command is on the PATH. */
export async function onPath(command: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    child.on('close', (code) => resolve(code === 0));
  });
}
