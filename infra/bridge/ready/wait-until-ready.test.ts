import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { READY, type Trouble, type Verdict, waiting } from './verdict-types-and-hopeless-troubles.ts';
import { type Clock, NotReady, waitUntilReady } from './wait-until-ready.ts';

describe('waiting for objects', () => {
  it('ends for each when it is ready, with one look at all of them at a time', async () => {
    const { wait, looks } = waiter({ a: [waiting('x'), READY], b: [READY] });
    const order: string[] = [];
    await Promise.all(['a', 'b'].map((name) => wait(name).then(() => order.push(name))));
    expect(order).toEqual(['b', 'a']);
    expect(looks).toEqual(['a b', 'a']);
  });

  it('begins anew after a while in which nothing was waited for', async () => {
    const { wait } = waiter({ a: [READY], b: [waiting('x'), READY] });
    await wait('a');
    await wait('b');
  });

  it('tells what it waits for when that changes, and the end of it', async () => {
    const { wait, said } = waiter({ a: [waiting('x'), waiting('x'), waiting('y'), READY], b: [READY] });
    await Promise.all([wait('a'), wait('b')]);
    expect(said).toEqual(['a: x', 'a: y', 'a: ready after 3 s']);
  });

  it('ends with what is hopeless, and tells what else has trouble at that moment', async () => {
    const { wait } = waiter({
      a: [waiting('v'), waiting('x', [trouble('final', false)])],
      b: [waiting('w', [trouble('passing', true)]), waiting('y')],
      c: [waiting('z'), waiting('z')],
    });
    const error = await failing(Promise.all(['a', 'b', 'c'].map((name) => wait(name))));
    expect(error.failures.map(({ object, troubles }) => [object.metadata.name, troubles[0]?.key])).toEqual([
      ['a', 'final'],
      ['b', 'passing'],
    ]);
  });

  it('gives trouble that may heal its time, also when it goes and comes back', async () => {
    const often = [waiting('x', [trouble('passing', true)]), waiting('y')];
    const { wait, looks } = waiter({ a: Array(50).fill(often).flat() }, { patience: 20 });
    const error = await failing(wait('a'));
    expect(error.failures[0]?.troubles[0]?.key).toBe('passing');
    expect(looks.length).toBeGreaterThan(10);
  });

  it('ends after its time, with all that it knows', async () => {
    const stale = { ...trouble('old', true), stale: true };
    const { wait } = waiter({ a: Array(100).fill(waiting('x', [stale])) }, { seconds: 20 });
    expect((await failing(wait('a'))).failures).toMatchObject([
      { timedOut: 20, why: 'x', troubles: [{ key: 'old' }] },
    ]);
  });

  it('begins to count again whenever something gets further', async () => {
    const script = Array.from({ length: 60 }, (_, step) => waiting(`${step} of 60`, [], step));
    const { wait } = waiter({ a: [...script, READY] }, { seconds: 30 }); // 60 in all
    await wait('a');
  });

  it('ends what goes back and forth', async () => {
    const script = Array.from({ length: 200 }, (_, step) => waiting('x', [], step % 2));
    const { wait, looks } = waiter({ a: script }, { seconds: 20 });
    expect((await failing(wait('a'))).failures).toMatchObject([{ timedOut: 20 }]);
    expect(looks.length).toBeLessThan(100);
  });

  it('tells what there was before an end that says nothing itself', async () => {
    const { wait } = waiter({
      a: [waiting('x', [trouble('pull it', true)]), waiting('y', [trouble('failed', false)])],
    });
    const { failures } = await failing(wait('a'));
    expect(failures[0]?.troubles.map(({ key }) => key)).toEqual(['pull it', 'failed']);
  });

  it('goes on when the cluster does not answer once', async () => {
    const { wait, said } = waiter({ a: [new Error('reset by peer'), READY] });
    await wait('a');
    expect(said[0]).toBe('a: the cluster does not say: reset by peer');
  });
});

function waiter(
  script: Readonly<Record<string, ReadonlyArray<Verdict | Error>>>,
  { patience = 1000, seconds = 1000 } = {},
) {
  const looks: string[] = [];
  const said: string[] = [];
  const turn = new Map<string, number>();
  const next = ({ metadata: { name } }: KubeObject): Verdict => {
    const at = turn.get(name) ?? 0;
    turn.set(name, at + 1);
    const verdict = script[name]?.[at];
    if (verdict === undefined) throw new Error(`nobody said how ${name} is at look ${at}`);
    if (verdict instanceof Error) throw verdict;
    return verdict;
  };
  const look = async (objects: readonly KubeObject[]) => {
    looks.push(objects.map(({ metadata }) => metadata.name).join(' '));
    return objects.map(next);
  };
  const waitFor = waitUntilReady({ look, patience, clock: leaps() });
  const wait = (name: string) =>
    waitFor({
      object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name } },
      seconds,
      say: (what) => said.push(`${name}: ${what}`),
    });
  return { wait, looks, said };
}

/** A clock on which each pause is over at once, however busy the machine is. */
function leaps(): Clock {
  let now = 0;
  return {
    now: () => now,
    pause: async (milliseconds) => {
      await setImmediate();
      now += milliseconds;
    },
  };
}

function trouble(key: string, heals: boolean): Trouble {
  return { key, heals, cause: `it is ${key}`, advice: 'wait' };
}

async function failing(promise: Promise<unknown>): Promise<NotReady> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof NotReady)) throw new Error(`not the failure that was expected: ${error}`);
  return error;
}
