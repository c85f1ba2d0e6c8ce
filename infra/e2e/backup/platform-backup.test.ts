import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { RESTORE_METRICS } from '../../workloads/database/restore-drill-results.ts';
import { get, kubectl } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { portForward } from '../platform/port-forward.ts';
import { asSuperuser } from '../platform/postgres-superuser.ts';
import { runNow } from '../platform/run-cron-job.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { kill, requireSuccess, start } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { objectStore, type TestStore } from './object-store.ts';
import { type Hand, operatorPod } from './restore-shell-pod.ts';

const NAMESPACE = ownNamespace('finance-e2e-backup');
const OUTSIDE = ownNamespace('finance-e2e-store');
const ELSEWHERE = ownNamespace('finance-e2e-rebuilt');

describeDeployed('the backup of the dev stack', () => {
  let dev: Deployed;
  let dumps: Hand;
  let home: Household;
  let newest: string;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.up();
    await answers(dev.origin);
    home = await household(dev.origin);
    await home.spend('Bakery', '3.80');
    await home.spend('Butcher', '12.50');
    home.person.close();
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', OUTSIDE, '--ignore-not-found');
    await dev.remove();
  });

  it('makes a dump that is whole', async () => {
    const { succeeded, log, seconds } = await runNow(NAMESPACE, 'backup');
    expect(log).toMatch(/^backup: finance-\d{8}T\d{6}Z has \d+ rows, 0 files of receipts, \d+ bytes$/m);
    expect(succeeded).toBe(true);
    [, newest = ''] = /(finance-\S+)/.exec(log) ?? [];
    dumps = await operatorPod(NAMESPACE);
    expect((await dumps.sh('ls -A; ls *')).split('\n').sort()).toEqual(
      [newest, 'SHA256SUMS', 'dump', 'files.txt', 'roles.txt', 'rows.txt', 'schema.sql'].sort(),
    );
    expect(await dumps.sh(`grep -c '^ledger .* EUR ' ${newest}/rows.txt`)).toBe('1');
    console.log(`dump: ${seconds.toFixed(1)} s`);
  });

  it('proves that it restores, and leaves a record for the metrics', async () => {
    const began = await asSuperuser(NAMESPACE, 'postgres', 'SELECT extract(epoch FROM now())');
    const { succeeded, log, seconds } = await runNow(NAMESPACE, 'restore-drill');
    expect(log).toContain(`${newest} restored in`);
    expect(succeeded).toBe(true);
    const [made, ended, rows, took] = (await asSuperuser(NAMESPACE, 'postgres', RESTORE_METRICS)).split('|');
    const stamp = newest.replace(/^.*-(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
    expect(Number(made)).toBe(Date.parse(stamp) / 1000);
    expect(Number(ended)).toBeGreaterThan(Number(began));
    expect(rows).toBe(await dumps.sh(`awk '$1 == "rows" { n += $3 } END { print n }' ${newest}/rows.txt`));
    expect(log).toContain(`${newest} restored in ${took} s`);
    console.log(`drill: ${seconds.toFixed(1)} s`);
  });

  describe('catches in a drill', () => {
    const seal = 'sha256sum dump schema.sql rows.txt roles.txt files.txt > SHA256SUMS';
    const damage = async (name: string, script: string) =>
      dumps.sh(`cp -r ${newest} ${name}; cd ${name}; ${script}`);
    const failed = async (name: string) => {
      const { succeeded, log } = await runNow(NAMESPACE, 'restore-drill', name);
      expect(succeeded, log).toBe(false);
      return log;
    };

    it.each([
      ['flipped', 'printf BAD | dd of=dump bs=1 seek=20000 conv=notrunc'],
      ['truncated', 'truncate --size=-100 dump'],
    ])('a dump with %s bytes', async (name, script) => {
      await damage(name, script);
      expect(await failed(name)).toContain(`the dump ${name} is damaged`);
    });

    it('a dump that was truncated before its sums were made', async () => {
      await damage('sealed', `truncate --size=-20000 dump; ${seal}`);
      expect(await failed('sealed')).toContain('restore-drill: sealed cannot be restored');
    });

    it('a dump that lacks a row of the ledger', async () => {
      await damage('lost', `${DUMP_WITHOUT_A_POSTING}; ${seal}`);
      const log = await failed('lost');
      expect(log).toMatch(/table public\.posting: \d+ rows dumped, \d+ rows restored/);
      expect(log).toMatch(/ledger of book \S+ in EUR: \d+ postings dumped, \d+ postings restored/);
      expect(log).toMatch(/ledger of book \S+ in EUR does not sum to zero/);
      expect(log).toContain('1 transactions do not sum to zero');
      expect(log).not.toMatch(/\b(380|1250|100000)\b/); // amounts
    });

    afterAll(() => dumps.sh('rm -rf flipped truncated sealed lost'));
  });

  it('deletes what is older than a week, and keeps the rest', async () => {
    await dumps.sh(`for day in 20200101 20200102; do cp -r ${newest} finance-\${day}T000000Z; done`);
    const { log } = await runNow(NAMESPACE, 'backup');
    expect(log).toContain('backup: finance-20200102T000000Z is older than 7 days: deleted');
    const [, made] = /(finance-\S+) has/.exec(log) ?? [];
    expect(await dumps.sh('ls')).toBe(`${newest}\n${made}`);
  });

  describe('with an object store', () => {
    let store: TestStore;
    beforeAll(async () => {
      store = await objectStore(OUTSIDE, readStackFile('dev').images.rclone);
      await copiesTo(dev, store);
      await dev.stack.up();
    });

    it('copies every dump there, and drills restore from it', async () => {
      const backup = await runNow(NAMESPACE, 'backup');
      expect(backup.log).toContain('the newest dump in the object store is');
      expect(backup.succeeded).toBe(true);
      const there = (await dumps.sh('find * -type f')).split('\n').map((file) => `finance/${file}`);
      expect([...(await store.list())].sort()).toEqual(there.sort());

      await dumps.sh('rm -rf finance-*');
      const drill = await runNow(NAMESPACE, 'restore-drill');
      expect(drill.log).toMatch(/fetch: finance-\S+ is here\n.*restored in/);
      expect(drill.succeeded).toBe(true);
      console.log(`dump to S3: ${backup.seconds.toFixed(1)} s, drill from it: ${drill.seconds.toFixed(1)} s`);
    });

    it('touches nothing when a restore is asked for a dump that is not there', async () => {
      const before = await webPods();
      const wrong = ['restore', '--', '--stack', 'e2e', '--dump', 'finance-1'];
      const { code, output } = await dev.stack.start('npm', 'run', ...wrong).ended;
      expect(code).toBe(1);
      expect(output).toMatch(/there is no dump finance-1 in the object store; there are: finance-\S+/);
      expect(output).toContain('failed: the database in use was not changed');
      expect(await webPods()).toEqual(expect.arrayContaining([...before]));
    });

    it('can be interrupted while the app is away, and the app comes back to what was there', async () => {
      const before = await rows();
      const leave = await staysConnected();
      const restoring = dev.stack.start('npm', 'run', 'restore', '--', '--stack', 'e2e');
      const isAway = async () =>
        (await get('deployment', 'web', '--namespace', NAMESPACE)).spec.replicas === 0;
      await eventually('an app that is away', isAway, { seconds: 120 });
      await kill(restoring);
      const [, job = ''] = await restoring.says(/(restore-\d+): swap runs/);
      await kubectl('delete', 'job', job, '--cascade=foreground', '--namespace', NAMESPACE);
      await leave();
      await kubectl(
        ...['scale', 'deployment/web', 'deployment/worker', '--replicas=1', '--namespace', NAMESPACE],
      );
      await answers(dev.origin);
      expect(await rows()).toEqual(before);
    });

    it('brings a deleted book back from there, and keeps what was', async () => {
      const before = await rows();
      await asSuperuser(NAMESPACE, 'finance', 'DELETE FROM book');
      expect(await rows()).not.toEqual(before);

      const restored = await dev.stack.start('npm', 'run', 'restore', '--', '--stack', 'e2e').ended;
      requireSuccess('npm run restore', restored);
      console.log(`restore of production: ${restored.seconds.toFixed(1)} s`);
      expect(await rows()).toEqual(before);
      const [, kept = ''] = /is kept as (\w+)/.exec(restored.output) ?? [];
      expect(await asSuperuser(NAMESPACE, kept, 'SELECT count(*) FROM book')).toBe('0');
      await kubectl('exec', 'postgres-0', '--namespace', NAMESPACE, '--', 'dropdb', '-U', 'postgres', kept);
    });

    it('restores rights and row-level security with the rows', async () => {
      const app = 'SET ROLE finance_web';
      expect(await asSuperuser(NAMESPACE, 'finance', `${app}; SELECT count(*) FROM posting`)).toBe('0');
      const book = await asSuperuser(NAMESPACE, 'finance', 'SELECT book_id FROM member LIMIT 1');
      const session = `INSERT INTO session (token_hash, person_id, expires_at)
        SELECT sha256('e2e'), person_id, now() + interval '1 hour' FROM member WHERE book_id = '${book}' LIMIT 1`;
      await asSuperuser(NAMESPACE, 'finance', session);
      const own = `SELECT open_book(sha256('e2e'), '${book}')`;
      const seen = await asSuperuser(
        NAMESPACE,
        'finance',
        `${app}; ${own}; SELECT count(*) > 0 FROM posting`,
      );
      expect(seen.split('\n').at(-1)).toBe('t');
      await expect(asSuperuser(NAMESPACE, 'finance', `${app}; DROP TABLE posting`)).rejects.toThrow(
        'must be owner',
      );
    });

    it('has the app running on it', async () => {
      await answers(dev.origin);
    });

    describe('when the cluster and the state of the stack are gone', () => {
      let rebuilt: Deployed;
      let before: unknown;
      beforeAll(async () => {
        await runNow(NAMESPACE, 'backup');
        before = await everything(dev.origin);
        await forget(NAMESPACE);
        rebuilt = await devStack(ELSEWHERE);
        await copiesTo(rebuilt, store);
      });
      afterAll(() => rebuilt?.remove());

      it('a command says beforehand whether all is there that a rebuild needs', async () => {
        expect(await checked()).toEqual({
          code: 0,
          output: expect.stringMatching(/^there {4}dump: finance-\S+ is whole, 0 hours old$/m),
        });
        const [dump] = (await store.list())
          .filter((file) => file.endsWith('/dump'))
          .toSorted()
          .slice(-1);
        await store.sh(`mv ${dump} kept && echo other > ${dump}`);
        expect(await checked()).toEqual({
          code: 1,
          output: expect.stringMatching(
            /^lacking {2}dump: finance-\S+ is damaged: dump is not what was dumped$/m,
          ),
        });
        await store.sh(`mv kept ${dump}`);
      });

      it('up and restore bring everything back into an empty place', async () => {
        await rebuilt.stack.up();
        await answers(rebuilt.origin);
        const restored = await rebuilt.stack.start('npm', 'run', 'restore', '--', '--stack', 'e2e').ended;
        requireSuccess('npm run restore', restored);
        await answers(rebuilt.origin);
        expect(await everything(rebuilt.origin)).toEqual(before);
      });

      async function checked(): Promise<{ code: number | null; output: string }> {
        let ended: { code: number | null; output: string } | undefined;
        await portForward(OUTSIDE, 'pod/object-store', 9000, async (endpoint) => {
          const args = ['run', 'rebuild-check', '--', '--stack', 'e2e', '--endpoint', endpoint];
          ended = await rebuilt.stack.start('npm', ...args).ended;
        });
        if (!ended) throw new Error('nothing was asked');
        return { code: ended.code, output: ended.output };
      }

      /** Every transaction of the household, as seen after signing in with the unchanged password. */
      async function everything(origin: string): Promise<unknown> {
        const person = await home.signIn(origin);
        const { body } = await person.get('/api/data');
        person.close();
        expect(JSON.parse(body).data).toHaveLength(3);
        return JSON.parse(body).data;
      }
    });
  });
});

/** Configures a stack to copy its dumps to a store. */
async function copiesTo({ stack }: Deployed, store: TestStore): Promise<void> {
  for (const [path, value, ...options] of [
    ['backup.objectStore.bucket', store.bucket],
    ['backup.objectStore.endpoint', store.endpoint],
    ['backup.objectStore.pods.namespace', OUTSIDE],
    ['backup.objectStore.pods.port', '9000'],
    ['secrets.objectStoreKeyId', store.keyId, '--secret'],
    ['secrets.objectStoreKey', store.key, '--secret'],
  ] as const)
    await stack.set(path, value, ...options);
}

/** Opens a connection as the app's role, for which a swap waits; returns a function that ends it. */
async function staysConnected(): Promise<() => Promise<void>> {
  const { data } = await get('secret', 'database-web', '--namespace', NAMESPACE);
  const password = Buffer.from(data.DB_PASSWORD, 'base64').toString();
  const inside = ['exec', '--namespace', NAMESPACE, 'postgres-0', '--', 'env', `PGPASSWORD=${password}`];
  const psql = ['psql', '--host=127.0.0.1', '--username=finance_web', 'finance', '--command'];
  const staying = start('kubectl', [...inside, ...psql, 'SELECT pg_sleep(3600)']);
  const mine = "FROM pg_stat_activity WHERE usename = 'finance_web' AND query LIKE 'SELECT pg_sleep%'";
  await eventually(
    'a connection',
    async () => (await asSuperuser(NAMESPACE, 'finance', `SELECT pid ${mine}`)) !== '',
  );
  return async () => {
    await asSuperuser(NAMESPACE, 'finance', `SELECT pg_terminate_backend(pid) ${mine}`);
    await staying.ended;
  };
}

/** Identities of the app's pods; the autoscaler may add one at any time. */
async function webPods(): Promise<readonly string[]> {
  const { items } = (await get(
    ...['pods', '--namespace', NAMESPACE, '--selector', 'app.kubernetes.io/name=web'],
  )) as { items: Array<{ metadata: { uid: string } }> };
  return items.map(({ metadata }) => metadata.uid);
}

/** Content of the database, without the versions of books, which a restore increments so that no cached answer is valid. */
async function rows(): Promise<readonly string[]> {
  const script = 'psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname finance --file /scripts/rows.sql';
  const all = await kubectl('exec', 'pod/hand', '--namespace', NAMESPACE, '--', ...script.split(' '));
  const lines = all.trim().split('\n');
  const books = await asSuperuser(
    NAMESPACE,
    'finance',
    "SELECT string_agg(b::text, ' ') FROM (SELECT id, name, currency FROM book) b",
  );
  return [...lines.filter((line) => !line.startsWith('rows public.book ')), books];
}

/** Waits until the app is ready behind its Ingress, with Postgres behind it. */
async function answers(origin: string): Promise<void> {
  const visitor = new Visitor(origin);
  await eventually('an answer of the app', async () => (await visitor.get('/ready')).status === 200);
  visitor.close();
}

/** Restores the dump into another database, deletes a posting with the triggers off, and dumps the result. */
const DUMP_WITHOUT_A_POSTING = `
  owner() { PGUSER=$OWNER PGPASSWORD=$OWNER_PASSWORD "$@"; }
  owner psql --quiet postgres --command 'CREATE DATABASE tampered TEMPLATE template0'
  owner pg_restore --exit-on-error --dbname tampered dump
  owner psql --quiet tampered --command 'ALTER TABLE posting DISABLE TRIGGER USER' --command '
    DELETE FROM posting WHERE (book_id, transaction_id, line) =
      (SELECT book_id, transaction_id, line FROM posting LIMIT 1)' --command 'ALTER TABLE posting ENABLE TRIGGER USER'
  pg_dump --format custom --file dump tampered
  owner psql --quiet postgres --command 'DROP DATABASE tampered'`;
