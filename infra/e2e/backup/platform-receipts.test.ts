import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findForm } from '../../../app/testing/form-fields-by-action.ts';
import { UPLOAD_FOLDER } from '../../workloads/facts/uploads-volume-mounts-and-placement.ts';
import { kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { asSuperuser } from '../platform/postgres-superuser.ts';
import { runNow } from '../platform/run-cron-job.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { type Run, requireSuccess } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { type Hand, operatorPod } from './restore-shell-pod.ts';

/** Stores that are tried, one after the other: E2E_RECEIPTS=volume is that one alone. */
const STORES = ['database', 'volume'].filter((store) =>
  [undefined, store].includes(process.env['E2E_RECEIPTS']),
);

/** It is kept as it is. */
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
/** SHA-256 of a file that nobody has. */
const NOBODYS = createHash('sha256').update('nobody has it').digest('hex');

describeDeployed('receipts of the dev stack', () => {
  describe.each(STORES)('in the %s', (store) => {
    const onVolume = store === 'volume';
    const namespace = ownNamespace(`finance-e2e-${store}`);
    const hash = createHash('sha256').update(PDF).digest('hex');
    const place = `${hash.slice(0, 2)}/${hash}`;
    let dev: Deployed;
    let dumps: Hand;
    let home: Household;
    let person: Visitor;
    let file: string;
    let newest: string;

    beforeAll(async () => {
      dev = await devStack(namespace);
      await dev.stack.set('uploads.kind', store);
      await dev.stack.up();
      await answers();
      home = await household(dev.origin);
      person = home.person;
      expect(await attach('Bakery')).toBe(303);
      const id = await asSuperuser(namespace, 'finance', 'SELECT id FROM receipt');
      file = `${home.list.replace(/transactions$/, 'receipts')}/${id}/file`;
      expect(await received()).toEqual([200, hash]);
    });
    afterAll(async () => {
      person?.close();
      await dev?.remove();
    });

    it('are listed in a dump by their hash, and are beside it where they are on a volume', async () => {
      const { succeeded, log } = await runNow(namespace, 'backup');
      expect(log).toMatch(/^backup: finance-\S+ has \d+ rows, 1 files of receipts, \d+ bytes$/m);
      expect(succeeded).toBe(true);
      [, newest = ''] = /(finance-\S+) has/.exec(log) ?? [];
      dumps = await operatorPod(namespace);
      expect(await dumps.sh(`cat ${newest}/files.txt`)).toBe(`${hash} ${PDF.length}`);
      expect(await dumps.sh('find finance-receipts -type f 2>/dev/null || true')).toBe(
        onVolume ? `finance-receipts/${place}` : '',
      );
      if (onVolume) expect(await dumps.sh(`sha256sum < finance-receipts/${place}`)).toBe(`${hash}  -`);
      const kept = 'SELECT backup FROM kept_backup_file';
      expect(await asSuperuser(namespace, 'finance', kept)).toBe(newest);
    });

    it('are copied once', async () => {
      const { log, succeeded } = await runNow(namespace, 'backup');
      expect(succeeded).toBe(true);
      if (onVolume) expect(log).toContain('backup: 0 more files of receipts are copied');
      [, newest = ''] = /(finance-\S+) has/.exec(log) ?? [];
    });

    it('are proved by the drill', async () => {
      const { succeeded, log } = await runNow(namespace, 'restore-drill');
      expect(log).toMatch(/restored in \d+ s: \d+ rows and 1 files of receipts as they were/);
      expect(succeeded).toBe(true);
    });

    it('fail the drill where the dump lists one that is missing', async () => {
      await listNobodys();
      expect(await failedDrill('finance-lost')).toContain(`${NOBODYS} is missing`);
    });

    it.skipIf(!onVolume)(
      'fail the drill where a copy is another, or is missing, until it is made again',
      async () => {
        const copy = `finance-receipts/${place}`;
        await dumps.sh(`cp ${copy} aside; printf x >> ${copy}`);
        expect(await failedDrill()).toContain(`${hash} is damaged`);
        await dumps.sh(`rm ${copy}`);
        expect(await failedDrill()).toContain(`${hash} is missing`);
        const { log } = await runNow(namespace, 'backup');
        expect(log).toContain('backup: 1 more files of receipts are copied');
        expect(await dumps.sh(`cmp ${copy} aside && rm aside && echo same`)).toBe('same');
        [, newest = ''] = /(finance-\S+) has/.exec(log) ?? [];
        expect((await runNow(namespace, 'restore-drill')).succeeded).toBe(true);
      },
    );

    it('come back with the database, when both are lost', async () => {
      await lose();
      await asSuperuser(namespace, 'finance', 'DELETE FROM receipt; DELETE FROM receipt_file');
      expect((await received())[0]).toBe(404);
      const restored = await restore();
      requireSuccess('npm run restore', restored);
      if (onVolume) expect(restored.output).toContain('1 files of receipts are back on their volume');
      await signInAgain();
      expect(await received()).toEqual([200, hash]);
    });

    it('can be added after that', async () => {
      expect(await attach('Butcher')).toBe(303);
    });

    it.skipIf(!onVolume)('come back alone where only the volume has lost them', async () => {
      await lose();
      expect((await received())[0]).toBe(404);
      requireSuccess('npm run restore', await restore('--receipts-only'));
      expect(await received()).toEqual([200, hash]);
    });

    it('stop a restore where one is lost, unless somebody accepts it', async () => {
      await listNobodys();
      const { code, output } = await restore('--dump', 'finance-lost');
      expect(code).toBe(1);
      expect(output).toContain(`${NOBODYS} is missing`);
      expect(output).toContain('failed: the database in use was not changed');
      expect(await received()).toEqual([200, hash]);
      requireSuccess('npm run restore', await restore('--dump', 'finance-lost', '--without-lost-receipts'));
      await signInAgain();
      expect(await received()).toEqual([200, hash]);
    });

    /** Adds a row with the receipt; resolves to the status of the answer. */
    async function attach(payee: string): Promise<number> {
      const { body } = await person.get(`${home.list}/new`);
      const form = findForm(body, home.list);
      if (!form) throw new Error(`no form to ${home.list}: ${body}`);
      const files = [{ field: 'files', name: 'bill.pdf', bytes: PDF }];
      return (await person.postFiles(home.list, { ...form, payee, amount: '3.80' }, files)).status;
    }

    /** Status of the answer with the file, and SHA-256 of what comes. */
    async function received(): Promise<readonly [status: number, hash: string]> {
      const { status, body } = await person.get(file);
      return [status, createHash('sha256').update(body).digest('hex')];
    }

    /** Deletes the file where it is kept. */
    async function lose(): Promise<void> {
      if (!onVolume) await asSuperuser(namespace, 'finance', 'DELETE FROM receipt_part');
      const script = `require('node:fs').rmSync('${UPLOAD_FOLDER}/${place}')`;
      const inside = ['exec', 'deployment/web', '--namespace', namespace, '--container', 'web', '--'];
      if (onVolume) await kubectl(...inside, 'node', '--eval', script);
    }

    /** Makes a dump that lists a file which nobody has. */
    async function listNobodys(): Promise<void> {
      await dumps.sh(`rm -rf finance-lost; cp -r ${newest} finance-lost; cd finance-lost
        echo '${NOBODYS} 13' >> files.txt
        sha256sum dump schema.sql rows.txt roles.txt files.txt > SHA256SUMS`);
    }

    async function failedDrill(dump?: string): Promise<string> {
      const { succeeded, log } = await runNow(namespace, 'restore-drill', dump);
      expect(succeeded, log).toBe(false);
      return log;
    }

    function restore(...options: readonly string[]): Promise<Run> {
      return dev.stack.start('npm', 'run', 'restore', '--', '--stack', 'e2e', ...options).ended;
    }

    /** A restore signs everybody out. */
    async function signInAgain(): Promise<void> {
      await answers();
      person.close();
      person = await home.signIn();
    }

    async function answers(): Promise<void> {
      const visitor = new Visitor(dev.origin);
      await eventually('an answer of the app', async () => (await visitor.get('/ready')).status === 200);
      visitor.close();
    }
  });
});
