import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const DIGEST = `sha256:${'a1'.repeat(32)}`;

describe('hold-tag', () => {
  it('lets the version pass that the image will answer with', () => {
    expect(run('hold-tag', { GITHUB_REF_NAME: `v${version}` }).code).toBe(0);
  });

  it.each([version, `v${version}1`, 'main', ''])('refuses %j, and names the tag', (tag) => {
    const { code, said } = run('hold-tag', { GITHUB_REF_NAME: tag });
    expect(code).toBe(1);
    expect(said).toContain(`a release runs on the tag v${version}, not on "${tag}"`);
  });
});

describe('image-name', () => {
  it.each([
    ['ghcr.io/Acme', 'ghcr.io/acme/finance-platform/web', 'ghcr.io', 'password'],
    ['docker.io/acme', 'docker.io/acme/finance-platform-web', 'docker.io', 'password'],
    [
      'registry.acme.example:5000/a/b/',
      'registry.acme.example:5000/a/b/finance-platform/web',
      'registry.acme.example:5000',
      'password',
    ],
    [
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/finance-platform/web',
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      'ecr',
    ],
  ])('of %s is %s', (registry, name, host, kind) => {
    const { code, output } = run('image-name', { REGISTRY: registry });
    expect(code).toBe(0);
    expect(output).toBe(`name=${name}\nhost=${host}\nkind=${kind}\n`);
  });

  it.each([
    '',
    'acme',
    'acme/web',
    'https://ghcr.io/acme',
    'ghcr.io/a b',
    'ghcr.io/acme; id',
  ])('takes %j for no registry', (registry) => {
    const { code, said, output } = run('image-name', { REGISTRY: registry });
    expect(code).toBe(1);
    expect(said).toContain(`such as ghcr.io/acme or docker.io/acme, not "${registry}"`);
    expect(output).toBe('');
  });
});

describe('base-image', () => {
  const image = /^ARG NODE_IMAGE=(.*)$/m.exec(readFileSync(join(ROOT, 'app/Dockerfile'), 'utf8'))?.[1];

  it('names it by the digest that the registry answers with', () => {
    expect(run('base-image', {}, { docker: `echo ${DIGEST}` }).output).toBe(`image=${image}@${DIGEST}\n`);
  });

  it.each(['', 'sha256:a1', 'null'])('fails when the registry answers with %j', (answer) => {
    const { code, output } = run('base-image', {}, { docker: `echo ${answer}` });
    expect(code).toBe(1);
    expect(output).toBe('');
  });
});

describe('reach-cluster', () => {
  it('keeps a kubeconfig and a key from everybody else, and says neither', () => {
    const { code, said, folder } = run('reach-cluster', {
      KUBECONFIG_TEXT: 'the kubeconfig',
      SSH_KEY: 'the key',
    });
    expect([code, said]).toEqual([0, '']);
    const kubeconfig = join(folder, 'kubeconfig');
    expect(readFileSync(kubeconfig, 'utf8')).toBe('the kubeconfig\n');
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe(`KUBECONFIG=${kubeconfig}\n`);
    const key = join(folder, '.ssh/id_ed25519');
    expect(readFileSync(key, 'utf8')).toBe('the key\n');
    for (const file of [kubeconfig, key]) expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('leaves a runner as it is that reaches its cluster by a role', () => {
    const { code, folder } = run('reach-cluster', { KUBECONFIG_TEXT: '', SSH_KEY: '' });
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe('');
  });
});

describe('reach-stack', () => {
  it('takes the stack that is there', () => {
    const { code, said } = run('reach-stack', { STACK: 'lab' }, { npx: 'echo "$*"' });
    expect([code, said]).toEqual([0, 'pulumi stack select lab\n']);
  });

  const isNew = 'echo "$*"; [ "$3" != select ]';
  it.each([
    [{ SECRETS_PROVIDER: 'awskms://alias/pulumi' }, 'awskms://alias/pulumi'],
    [{ PULUMI_CONFIG_PASSPHRASE: 'a long one' }, 'passphrase'],
  ])('makes a new one with %j', (given, provider) => {
    const { code, said } = run('reach-stack', { STACK: 'lab', ...given }, { npx: isNew });
    expect(code).toBe(0);
    expect(said).toContain(`pulumi stack init lab --secrets-provider ${provider}\n`);
  });

  it('makes none whose secrets nothing would seal', () => {
    const { code, said } = run('reach-stack', { STACK: 'lab', PULUMI_CONFIG_PASSPHRASE: '' }, { npx: isNew });
    expect(code).toBe(1);
    expect(said).toContain('a new stack needs what its secrets are sealed by');
    expect(said).not.toContain('stack init');
  });
});

describe('preview', () => {
  const npm = 'echo "### what changes ($*)"';

  it('is what changes in the manifests, where no backend is known', () => {
    const { code, said } = run('preview', { BASE: 'abc' }, { npm, npx: 'echo never' });
    expect([code, said]).toEqual([0, '### what changes (run -s diff -- --against abc)\n']);
  });

  const backend = { BASE: 'abc', STACK: 'lab', PULUMI_BACKEND_URL: 'file://state' };
  it('has the preview of the stack folded in', () => {
    const { code, said } = run('preview', backend, { npm, npx: 'echo "$*: 3 to create"' });
    expect(code).toBe(0);
    expect(said).toContain('<details><summary>pulumi preview of lab</summary>');
    expect(said).toContain(
      '```\npulumi preview --stack lab --diff --color never --non-interactive: 3 to create\n```',
    );
  });

  it('tells a preview that failed, and fails after it', () => {
    const { code, said } = run('preview', backend, { npm, npx: 'echo refused >&2; exit 255' });
    expect(code).toBe(255);
    expect(said).toContain('pulumi preview of lab: failed');
    expect(said).toContain('refused');
  });

  it('fits a comment, and keeps its end', () => {
    const { said } = run('preview', backend, { npm, npx: 'seq 100000; echo the end' });
    expect(said.length).toBeLessThan(65_536);
    expect(said).toContain('the end');
  });

  it('fails where the manifests cannot be compared', () => {
    expect(run('preview', backend, { npm: 'exit 3', npx: 'echo never' })).toMatchObject({
      code: 3,
      said: '',
    });
  });
});

describe('release-by-commit', () => {
  it('gives the token of the job to Git, for this server alone', () => {
    const ask = (url: string) => `git config --get-urlmatch http.extraheader ${url}`;
    const { code, said } = run(
      'release-by-commit',
      {
        STACK: 'lab',
        IMAGE: 'a@sha256:0',
        TOKEN: 'of-the-job',
        GITHUB_SERVER_URL: 'https://git.example.test',
      },
      {
        npm: `echo "$@, $TOKEN"; ${ask('https://git.example.test/x.git')}; ${ask('https://other.example.test/x.git')} || echo none`,
      },
    );
    const header = Buffer.from('x-access-token:of-the-job').toString('base64');
    expect(said).toBe(
      `run -s release -- --stack lab --image a@sha256:0, \nAUTHORIZATION: basic ${header}\nnone\n`,
    );
    expect(code).toBe(0);
  });
});

/** Runs a script as a step of a workflow does, with stand-ins for the programs that reach other machines. */
function run(script: string, given: NodeJS.ProcessEnv, programs: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'finance-step-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of ['output', 'env']) writeFileSync(join(folder, file), '');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, body] of Object.entries(programs))
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_ENV: join(folder, 'env'),
    ...given,
  };
  const { status, stdout, stderr } = spawnSync(join('.ci/workflow', script), {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  return {
    code: status,
    said: stdout + stderr,
    output: readFileSync(join(folder, 'output'), 'utf8'),
    folder,
  };
}
