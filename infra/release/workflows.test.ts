import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const files = readdirSync(FOLDER);
const { scripts, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const DOCKERFILE = readFileSync(join(ROOT, 'app/Dockerfile'), 'utf8');

interface Workflow {
  readonly permissions?: object;
  readonly concurrency?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  /** Reusable workflow that the job calls instead of running steps. */
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly 'runs-on'?: string;
  readonly steps?: ReadonlyArray<{
    readonly id?: string;
    readonly run?: string;
    readonly uses?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }>;
}

it('there are workflows', () => expect(files.length).toBeGreaterThan(2));

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const workflow = load(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const run = jobs.filter(([, { uses }]) => uses === undefined);
  const steps = run.flatMap(([, job]) => job.steps ?? []);

  it('takes every action at a commit, and says which version that is', () => {
    const uses = text.split('\n').filter((line) => /\buses: (?!\.\/)/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may do nothing but what a job says, and at most write what it makes', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions }] of jobs) {
      expect(permissions, name).toHaveProperty('contents', 'read');
      const written = Object.entries(permissions ?? {}).flatMap(([what, may]) =>
        may === 'write' ? [what] : [],
      );
      for (const what of written) expect(['id-token', 'attestations', 'security-events']).toContain(what);
    }
  });

  it('puts nothing that others can write into a command', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('needs no key that lasts', () => expect(text).not.toMatch(/\bsecrets\.|access-key|password/));

  it('ends at some time, and does not run beside itself', () => {
    expect(workflow.concurrency).toBeDefined();
    for (const [name, job] of run) expect(job['timeout-minutes'], name).toBeLessThanOrEqual(60);
  });

  it('leaves no token behind in the files', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts).toHaveLength(run.length);
    for (const step of checkouts) expect(step.with).toHaveProperty('persist-credentials', false);
  });

  it('has what tests need, with the browser of Playwright, before it runs them', () => {
    expect(text).not.toContain('chromium-browser'); // Ubuntu's package of that name is empty
    for (const [name, { steps: own = [] }] of run) {
      const lines = own.map(({ run: line = '' }) => line);
      const tests = lines.findIndex((line) => /npm (test|run (coverage|layout))$/.test(line));
      if (tests < 0) continue;
      const before = lines.slice(0, tests);
      expect(before, name).toContain('npx playwright-core install --with-deps chromium');
      expect(before, name).toContainEqual(expect.stringMatching(/apt-get install .* redis-server$/));
    }
  });

  it('runs scripts that there are', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

describe('a release', () => {
  const { jobs } = load(readFileSync(join(FOLDER, 'release.yml'), 'utf8')) as Workflow;
  const actions = (job: string) => (jobs[job]?.steps ?? []).map(({ uses }) => uses?.split('@')[0]);

  it('waits for all checks, and is deployed after its image alone', () => {
    expect(jobs['checks']?.uses).toBe('./.github/workflows/checks.yml');
    expect(jobs['security']?.uses).toBe('./.github/workflows/security.yml');
    expect(jobs['image']?.needs).toEqual(['checks', 'security']);
    expect(jobs['deploy']?.needs).toBe('image');
    for (const called of ['checks.yml', 'security.yml'])
      expect(load(readFileSync(join(FOLDER, called), 'utf8'))).toHaveProperty(['on', 'workflow_call']);
  });

  it('grants each workflow that it calls what the jobs of that one ask for', () => {
    for (const name of ['checks', 'security']) {
      const called = load(readFileSync(join(FOLDER, `${name}.yml`), 'utf8')) as Workflow;
      const asked = Object.values(called.jobs).flatMap(({ permissions }) =>
        Object.entries(permissions ?? {}),
      );
      expect(jobs[name]?.permissions).toEqual(Object.fromEntries(asked));
    }
  });

  it('builds what it scans and what it pushes on one base image, by its digest', () => {
    const steps = jobs['image']?.steps ?? [];
    const builds = steps.filter(({ uses }) => uses?.startsWith('docker/build-push-action@'));
    expect(builds).toHaveLength(2);
    for (const build of builds)
      expect(build.with?.['build-args']).toMatch(/^NODE_IMAGE=\$\{\{ steps\.base\.outputs\.image \}\}$/);
    const { run = '' } = steps.find(({ id }) => id === 'base') ?? {};
    const digest = `sha256:${'a1'.repeat(32)}`;
    expect(outputOf(run, digest)).toBe(`image=${baseImage()}@${digest}\n`);
    for (const none of ['', 'sha256:a1', 'null']) expect(() => outputOf(run, none), none).toThrow();
  });

  it('looks into the image before it pushes it', () => {
    const steps = jobs['image']?.steps ?? [];
    const pushed = steps.findIndex((step) => step.with?.['push'] === true);
    expect(actions('image').indexOf('aquasecurity/trivy-action')).toBeGreaterThan(0);
    expect(actions('image').indexOf('aquasecurity/trivy-action')).toBeLessThan(pushed);
  });

  it('is deployed from where the API server is reached, and by what Pulumi knows of the cluster', () => {
    expect(jobs['deploy']?.['runs-on']).toContain('vars.DEPLOY_RUNNER');
    for (const { run = '' } of jobs['deploy']?.steps ?? []) expect(run).not.toContain('update-kubeconfig');
  });
});

describe('the image', () => {
  it('has one base, which whoever builds may name', () => {
    const bases = [...DOCKERFILE.matchAll(/^FROM (\S+)(?: AS (\S+))?$/gm)];
    const stages = bases.map(([, , stage]) => stage);
    expect(bases.length).toBeGreaterThan(2);
    for (const [, from] of bases) if (!stages.includes(from)) expect(from).toMatch(/^\$\{NODE_IMAGE\}$/);
  });

  it('runs on the Node.js that everything here runs on', () => {
    const [major] = devDependencies.node.split('.');
    expect(baseImage()).toMatch(new RegExp(`^node:${major}-[a-z]+-slim$`));
  });
});

it('what one action is called at is the same everywhere', () => {
  const all = files.flatMap((file) =>
    readFileSync(join(FOLDER, file), 'utf8').match(/[\w-]+\/[\w-]+\S*@[0-9a-f]{40}/g),
  );
  const byAction = Map.groupBy(new Set(all), (use) =>
    String(use).split('@')[0]?.split('/').slice(0, 2).join('/'),
  );
  for (const [action, uses] of byAction)
    expect(new Set(uses.map((use) => use?.split('@')[1])).size, action).toBe(1);
});

function baseImage(): string | undefined {
  return /^ARG NODE_IMAGE=(.*)$/m.exec(DOCKERFILE)?.[1];
}

/**
 * Outputs that a step writes for later steps when it runs in this checkout and the registry answers with a digest.
 *
 * @throws Error when the step fails
 */
function outputOf(run: string, digest: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'finance-step-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const output = join(folder, 'output');
  writeFileSync(output, '');
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho ${digest}\n`, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env['PATH']}`, GITHUB_OUTPUT: output };
  const { status, stderr } = spawnSync('bash', ['-e', '-c', run], { cwd: ROOT, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the step failed: ${stderr}`);
  return readFileSync(output, 'utf8');
}
