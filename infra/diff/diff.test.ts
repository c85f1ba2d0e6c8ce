import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { write } from '../synth/compare-and-write-folder.ts';
import { render } from '../synth/render-manifest-files.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { diff } from './diff.ts';

/** A typical pull request: a release, dumps to S3, less space for receipts, and an exposure. */
const BEFORE = { web: { image: 'finance:1.0.0' }, uploads: { kind: 'volume', size: '10Gi' } };
const AFTER = {
  web: { image: 'finance:1.1.0' },
  uploads: { kind: 'volume', size: '5Gi' },
  backup: { objectStore: { bucket: 'dumps', region: 'eu-central-1' } },
  secrets: { objectStoreKeyId: 'somebody', objectStoreKey: 'something' },
  exposure: { kind: 'ingress', host: 'finance.example.com' },
};

describe('the difference between a revision and the files here', () => {
  const root = mkdtempSync(join(tmpdir(), 'finance-diff-'));
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  const put = (groups: Record<string, unknown>) =>
    write(join(root, 'charts-out/dev'), render(platform(settingsWith(groups)).app));
  let text: string;

  beforeAll(() => {
    mkdirSync(join(root, 'charts-out'));
    git('init', '--quiet');
    put(BEFORE);
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--message', 'before');
    put(AFTER);
    text = diff(['--against', 'HEAD', '--stack', 'dev'], root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('begins with the worst', () => {
    const [title, , , , first] = text.split('\n');
    expect(title).toMatch(/^## dev: \d+ added, \d+ changed, 0 removed$/);
    expect(first).toMatch(
      /^\| \*\*data at risk\*\* \| PersistentVolumeClaim finance\/uploads \|.*10Gi to 5Gi/,
    );
  });

  it('says what restarts, and what is reached from outside', () => {
    expect(text).toMatch(/^\| restarts \| Deployment finance\/web \|.*containers\[web\]\.image/m);
    expect(text).toMatch(/^\| exposed \| Ingress finance\/web \|/m);
    expect(text).not.toMatch(/^\| [^|]* \| Deployment finance\/redis /m);
  });

  it('says which traffic is opened', () => {
    expect(text).toContain('\nTraffic opened:\n');
    expect(text).toMatch(/^- finance\/backup → the Internet: TCP 443$/m);
    expect(text).toMatch(/^- kube-system\/traefik → finance\/web: TCP 8080$/m);
    expect(text).not.toContain('Traffic closed');
  });

  it('lists every field before and after', () => {
    expect(text).toContain(
      '| `spec.template.spec.containers[web].image` | `finance:1.0.0` | `finance:1.1.0` |',
    );
  });

  it('is short where nothing changes', () => {
    expect(diff(['--against', 'HEAD', '--to', 'HEAD', '--stack', 'dev'], root)).toBe(
      '## dev: nothing changes\n',
    );
  });

  it.each([
    [['--against', 'nowhere'], 'git knows no revision "nowhere"'],
    [['--against=--output=/tmp/x'], 'git knows no revision "--output=/tmp/x"'],
    [[], 'usage: --against REVISION'],
    [['--against', 'HEAD', '--stack', 'none'], 'there is no stack "none"'],
  ])('refuses %j', (args, message) => {
    expect(() => diff(args, root)).toThrow(message);
  });
});
