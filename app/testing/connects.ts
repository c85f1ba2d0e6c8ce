import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** How many connections this process tries to make, to whomever, while something runs. */
export async function connectsDuring(run: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const listener = () => {
    count += 1;
  };
  subscribe('net.client.socket', listener);
  try {
    await run();
  } finally {
    unsubscribe('net.client.socket', listener);
  }
  return count;
}
