import { afterAll, beforeAll, expect, it } from 'vitest';
import { RELEASE_BEFORE, whyNoCommit } from '../../../app/testing/release-checkout.ts';
import { SECRETS } from '../../workloads/defaults/names-and-ports.ts';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack, imageOfToday } from '../platform/dev-stack-workspace.ts';
import { asSuperuser } from '../platform/postgres-superuser.ts';
import { readWhile } from '../platform/read-load.ts';
import { settled } from '../platform/rollout-status.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes, changesByKind } from '../pulumi-workspace.ts';
import type { Run } from '../run-process.ts';
import { type Checkout, checkoutOf } from '../unpack-earlier-commit.ts';
import { eventually } from '../wait-until.ts';
import { buildImage, whyNoBuild } from './build-and-load-image-of-checkout.ts';
import { type Spending, spendWhile } from './write-load.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const NAMESPACE = ownNamespace('finance-e2e-upgrade');
const PAYEE = 'Bakery';
const FORMER_IMAGE = `finance-platform/web:of-${RELEASE_BEFORE}`;
/** Names of the Secret of the app's role, in the release before and in this one. */
const APP_ROLE = ['database', SECRETS.database];
/** Opening balance of a household's account, in cents. */
const OPENING = 100_000n;

describeDeployed(
  `the dev stack of the release before, ${RELEASE_BEFORE},`,
  () => {
    let former: Checkout;
    let dev: Deployed;
    let ada: Household;
    let ben: Household;
    let data: Readonly<Record<string, string>>;
    /** Sends a form that was opened before the upgrade; resolves to how often it was sent. */
    let sendLater: () => Promise<number>;
    /** Number of forms sent; one that comes back unsaved is sent again. */
    let sent = 0;
    /** Payees of all rows that the app acknowledged. */
    const told: string[] = [];

    beforeAll(async () => {
      former = checkoutOf(RELEASE_BEFORE);
      await buildImage(FORMER_IMAGE, former.folder);
      dev = await devStack(NAMESPACE, { release: { folder: former.folder, image: FORMER_IMAGE } });
      await dev.stack.set('bridge:timeouts.Deployment', '240'); // pods start slowly when several tests share a machine
      await dev.stack.up();
      await settled(NAMESPACE);
      ada = await household(dev.origin);
      ben = await household(dev.origin);
      await writeDown('of before');
      sendLater = await ben.fillIn('Opened before', '1.00');
      data = await holders();
    }, 600_000); // builds an image
    afterAll(async () => {
      for (const home of [ada, ben]) home?.person.close();
      await dev?.remove();
      former?.remove();
    });

    it('becomes that of today by one up, and nobody notices', async () => {
      await unnoticed('upgraded', () => upTo(ROOT, imageOfToday()));
    });

    it('has all data where it was', async () => {
      expect(await holders()).toMatchObject(data);
    });

    it('knows everybody and takes what was typed before', async () => {
      expect(await sendLater()).toBe(1);
      told.push('Opened before');
      const other = await ada.signIn();
      expect((await other.get(ada.list)).body).toContain(PAYEE);
      other.close();
      await requireRows();
    });

    it('is not changed when nothing changes', async () => {
      expect(Object.keys(changes(await dev.stack.up('--expect-no-changes')))).toEqual(['unchanged']);
    });

    it('comes back by its own checkout on the schema of today', async () => {
      sendLater = await ben.fillIn('Opened between', '1.00');
      await unnoticed('gone back', () => upTo(former.folder, FORMER_IMAGE));
      await sendLater();
      told.push('Opened between');
      expect(await holders()).toMatchObject(data);
      await requireRows();
    });

    it('goes forward again', async () => {
      await unnoticed('upgraded again', () => upTo(ROOT, imageOfToday()));
      expect(await holders()).toMatchObject(data);
      await requireRows();
    });

    async function upTo(checkout: string, image: string): Promise<Run> {
      dev.stack.runs(checkout);
      await dev.stack.set('web.image', image);
      // Today's release refuses what the one before had, and says so: an idle pod is above its memory target.
      if (checkout === ROOT) await dev.stack.set('web.resources.requests.memory', '192Mi');
      const migrations = await named('pods', 'migrate');
      const [up] = await Promise.all([dev.stack.up(), replacePod(migrations)]);
      await settled(NAMESPACE);
      const label = 'app.kubernetes.io/name=web';
      const { items } = await get('pods', '--namespace', NAMESPACE, '--selector', label);
      for (const { spec } of items) expect(spec.containers[0].image).toBe(image);
      return up;
    }

    /** Deletes a pod of the app once the next migration has begun: a pod of the previous release starts in its place. */
    async function replacePod(migrations: readonly string[]): Promise<void> {
      await eventually(
        'another migration',
        async () => (await named('pods', 'migrate')).some((name) => !migrations.includes(name)),
        { seconds: 240 },
      );
      const [pod = ''] = await named('pods', 'web');
      await kubectl('delete', 'pod', pod, '--namespace', NAMESPACE, '--wait=false');
    }

    async function named(kinds: string, name: string): Promise<readonly string[]> {
      const selector = `app.kubernetes.io/name=${name}`;
      const { items } = await get(kinds, '--namespace', NAMESPACE, '--selector', selector);
      return (items as Array<{ metadata: { name: string } }>).map(({ metadata }) => metadata.name);
    }

    /** Writes three rows by the API, and three by forms. */
    async function writeDown(when: string): Promise<void> {
      for (const number of [1, 2, 3]) {
        const row = `${PAYEE} ${when} ${number}`;
        await ada.spend(row, '1.00');
        await byForm(row, '1.00');
        told.push(row, row);
      }
    }

    async function byForm(payee: string, amount: string): Promise<void> {
      const send = await ben.fillIn(payee, amount);
      sent += await send();
    }

    async function unnoticed(what: string, done: () => Promise<Run>): Promise<void> {
      let spent: Spending = { written: [], refused: [] };
      let filledIn = spent;
      let up: Run | undefined;
      sent = 0;
      const work = async () => {
        up = await done();
      };
      const write = async () => {
        spent = await spendWhile(ada.spend, `${PAYEE} ${what} by API`, async () => {
          filledIn = await spendWhile(byForm, `${PAYEE} ${what} by form`, work, { pauseMs: 700 });
        });
      };
      const { right, wrong, examples } = await readWhile(ada, PAYEE, write, { readers: 3 });
      told.push(...spent.written, ...filledIn.written);
      const refused = [...spent.refused, ...filledIn.refused];
      const { length } = filledIn.written;
      console.log(
        `${what} in ${up?.seconds.toFixed(1)} s: ${right} pages as they should be, ${wrong} others; ` +
          `${spent.written.length} rows written by the API and ${length} by forms (${sent} sent), ${refused.length} refused; ` +
          `${up && changesByKind(up).join(', ')}`,
      );
      expect({ wrong, examples, refused }).toEqual({ wrong: 0, examples: [], refused: [] });
      expect(Math.min(right, spent.written.length, length)).toBeGreaterThan(20);
    }

    /** Requires every acknowledged row exactly once and no other, and the balances that follow from them. */
    async function requireRows(): Promise<void> {
      const lines = await ask(`
        select t.payee || '|' || -p.amount_minor from transaction t join posting p on (p.book_id, p.transaction_id) = (t.book_id, t.id)
        where t.kind <> 'opening' and p.account_id is not null`);
      expect(lines.toSorted()).toEqual(told.map((row) => `${row}|100`).toSorted());
      const [left] = await ask('select sum(amount_minor) from posting where account_id is not null');
      expect(BigInt(left ?? '')).toBe(2n * OPENING - BigInt(told.length) * 100n);
      expect(await ask('select sum(amount_minor) from posting')).toEqual(['0']);
    }

    async function ask(question: string): Promise<readonly string[]> {
      return (await asSuperuser(NAMESPACE, 'finance', question)).split('\n');
    }

    /** Identities (uid) of objects that hold data or passwords, except the Secret of the app's role, whose name changes. */
    async function holders(): Promise<Readonly<Record<string, string>>> {
      const kinds = 'statefulsets,persistentvolumeclaims,secrets';
      const { items } = (await get(kinds, '--namespace', NAMESPACE)) as {
        items: Array<{ kind: string; metadata: { name: string; uid: string } }>;
      };
      const { metadata } = await get('namespace', NAMESPACE);
      const all = items
        .filter(({ metadata: { name } }) => !APP_ROLE.includes(name))
        .map(({ kind, metadata: { name, uid } }) => [`${kind} ${name}`, uid] as const);
      return { namespace: metadata.uid, ...Object.fromEntries(all) };
    }
  },
  whyNoCommit(RELEASE_BEFORE) ?? whyNoBuild(),
);
