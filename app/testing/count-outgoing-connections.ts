import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Counts the connections that this process opens, to any host, while `run` runs. */
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
