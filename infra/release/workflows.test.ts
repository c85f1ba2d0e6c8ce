import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

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
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly 'runs-on'?: string;
  readonly steps?: ReadonlyArray<{
    readonly id?: string;
    readonly name?: string;
    readonly run?: string;
    readonly uses?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }>;
}

/** Keys of a registry, a backend or a cluster that gives none for an hour. */
const LASTING_KEYS = [
  'REGISTRY_PASSWORD',
  'PULUMI_ACCESS_TOKEN',
  'PULUMI_CONFIG_PASSPHRASE',
  'KUBECONFIG_TEXT',
  'SSH_KEY',
];

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
      // Where Git is the truth, a release is a commit, by the one job that makes it.
      expect(permissions, name).toHaveProperty('contents', name === 'deliver' ? 'write' : 'read');
      const written = Object.entries(permissions ?? {}).flatMap(([what, may]) =>
        may === 'write' ? [what] : [],
      );
      for (const what of written.filter((name) => name !== 'contents'))
        expect(['id-token', 'attestations', 'packages', 'pull-requests', 'security-events']).toContain(what);
    }
  });

  it('puts nothing that others can write into a command', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('hands a key that lasts to the step alone that needs it, and only one that no role replaces', () => {
    expect(text).not.toMatch(/access-key/);
    const keys = [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    for (const key of keys) expect(LASTING_KEYS).toContain(key);
    const inSteps = [...JSON.stringify(steps).matchAll(/secrets\.(\w+)/g)];
    expect(inSteps).toHaveLength(keys.length);
  });

  it('runs no code of a pull request where something may be written to it', () => {
    for (const [name, { permissions, steps: own = [] }] of run)
      if (permissions?.['pull-requests'] === 'write')
        for (const step of own) expect(step.run, name).toBeUndefined();
  });

  it('ends at some time, and does not run beside itself', () => {
    expect(workflow.concurrency).toBeDefined();
    for (const [name, job] of run) expect(job['timeout-minutes'], name).toBeLessThanOrEqual(60);
  });

  it('leaves no token behind in the files', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    const withCommands = run.filter(([, job]) => job.steps?.some((step) => step.run !== undefined));
    expect(checkouts.length).toBeGreaterThanOrEqual(withCommands.length);
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

  it('runs scripts that there are, and keeps all others in files', () => {
    const own = steps.flatMap(({ run: line = '' }) => line.match(/\.ci\/workflow\/[\w-]+/g) ?? []);
    for (const script of own) expect(readdirSync(join(ROOT, '.ci/workflow'))).toContain(basename(script));
    for (const { run: line = '' } of steps) expect(line.trim().split('\n'), line).toHaveLength(1);

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
    for (const last of ['deploy', 'deliver']) expect(jobs[last]?.needs).toBe('image');
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
      expect(String(build.with?.['build-args']).split('\n')).toContainEqual(
        expect.stringMatching(/^NODE_IMAGE=\$\{\{ steps\.base\.outputs\.image \}\}$/),
      );
  });

  it('builds an image that knows its commit, of the version that the tag says', () => {
    const steps = jobs['image']?.steps ?? [];
    const builds = steps.filter(({ uses }) => uses?.startsWith('docker/build-push-action@'));
    for (const build of builds)
      expect(String(build.with?.['build-args']).split('\n')).toContainEqual(
        expect.stringMatching(/^COMMIT=\$\{\{ github\.sha \}\}$/),
      );
    expect(DOCKERFILE).toMatch(/^ARG COMMIT\nENV APP_COMMIT=\$\{COMMIT\}$/m);
    expect(steps.findIndex(({ run }) => run === '.ci/workflow/hold-tag')).toBe(1);
  });

  it('looks into the image before it pushes it', () => {
    const steps = jobs['image']?.steps ?? [];
    const pushed = steps.findIndex((step) => step.with?.['push'] === true);
    expect(actions('image').indexOf('aquasecurity/trivy-action')).toBeGreaterThan(0);
    expect(actions('image').indexOf('aquasecurity/trivy-action')).toBeLessThan(pushed);
  });

  it('is deployed by Pulumi, or committed for Argo CD, and never both', () => {
    expect(jobs['deploy']?.if).toBe("vars.DELIVERY != 'argo-cd'");
    expect(jobs['deliver']?.if).toBe("vars.DELIVERY == 'argo-cd'");
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

  it('has the package.json by which the app knows its version, in the stage that it runs from', () => {
    const stages = DOCKERFILE.split(/^(?=FROM )/m);
    const [, from] = /^FROM (\S+)/.exec(stages.at(-1) ?? '') ?? [];
    const base = stages.find((stage) => stage.match(/^FROM \S+ AS (\S+)/)?.[1] === from);
    expect(base).toMatch(/^WORKDIR \/srv$/m);
    expect(base).toMatch(/^COPY package\.json \.\/$/m);
  });

  it('runs on the Node.js that everything here runs on', () => {
    const [major] = devDependencies.node.split('.');
    expect(baseImage()).toMatch(new RegExp(`^node:${major}-[a-z]+-slim$`));
  });
});

it('the kubeconfig that a comment has made holds no key, since tokens end within a day', () => {
  const said = readFileSync(join(FOLDER, 'release.yml'), 'utf8').match(/npm run -s access -- [^`]+/g);
  expect(said).toHaveLength(1);
  expect(said?.[0]).toContain(' --sign-in');
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
