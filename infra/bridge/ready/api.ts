import type { RequestOptions } from 'node:https';
import { type Answer, messageIn, send } from '../send.ts';
import type { Live } from './live.ts';
import { signIn } from './sign-in.ts';

/** The little of the Kubernetes API that is asked here, at paths such as `/api/v1/namespaces/shop/pods`. */
export interface Api {
  /** Objects of one kind. None, and why, where whoever applies may not read them or the cluster has no such kind. */
  list<T extends Live>(path: string, kind: string): Promise<Listed<T>>;
  /** @throws ApiError */
  text(path: string): Promise<string>;
  /** Changes an object by a merge patch. @throws ApiError */
  patch(path: string, change: object): Promise<void>;
}

export interface Listed<T> {
  readonly items: readonly T[];
  /** What time the API server has, in milliseconds. */
  readonly date: number;
  readonly refused?: string;
}

/** What the API server answered instead. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Talks to the cluster of a kubeconfig as its user. */
export async function apiOf(kubeconfig: string): Promise<Api> {
  const { server, sign } = await signIn(kubeconfig);

  async function ask(path: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
    const all = await sign({ ...options, timeout: TIMEOUT });
    const answer = await send(new URL(server.replace(/\/$/, '') + path), all, body);
    if (answer.status >= 300) throw new ApiError(answer.status, messageIn(answer.text) ?? answer.text);
    return answer;
  }
  return {
    async list<T extends Live>(path: string, kind: string) {
      try {
        const { text, date } = await ask(path);
        const { items } = JSON.parse(text) as { items: T[] };
        return { items: items.map((item) => ({ ...item, kind })), date };
      } catch (error) {
        if (error instanceof ApiError && NOT_FOR_US.includes(error.status))
          return { items: [], date: Date.now(), refused: error.message };
        throw error;
      }
    },
    text: async (path) => (await ask(path)).text,
    async patch(path, change) {
      const headers = { 'content-type': 'application/merge-patch+json' };
      await ask(path, { method: 'PATCH', headers }, JSON.stringify(change));
    },
  };
}

const TIMEOUT = 10_000;
const NOT_FOR_US = [403, 404];
