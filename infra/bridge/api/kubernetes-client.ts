import type { RequestOptions } from 'node:https';
import pLimit from 'p-limit';
import { Problem } from '../../command/problem.ts';
import { signIn } from './kubeconfig-auth.ts';
import { type Answer, messageIn, send } from './send-https-and-read-answer.ts';

/** The API server of a cluster, at paths such as `/api/v1/namespaces/shop/pods`. */
export interface Api {
  /**
   * @param body sent as JSON; for a PATCH, the `content-type` in `options` says which kind of patch it is
   * @throws ApiError
   */
  ask(path: string, options?: RequestOptions, body?: object): Promise<Answer>;
  /**
   * Lists the objects of one kind; empty, with the reason in `refused`, when reading is forbidden (403) or the cluster lacks
   * the kind (404).
   */
  list<T extends object>(path: string, kind: string): Promise<Listed<T>>;
}

export interface Listed<T> {
  readonly items: readonly T[];
  /** Clock of the API server, in milliseconds. */
  readonly date: number;
  readonly refused?: string;
}

/** An answer of the API server with a status of 300 or above. */
export class ApiError extends Problem {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const MERGE_PATCH = { method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' } };

/** Talks to the cluster of a kubeconfig as its user. */
export async function apiOf(kubeconfig: string): Promise<Api> {
  const { server, sign } = await signIn(kubeconfig);
  const one = pLimit(AT_ONCE);

  const ask: Api['ask'] = (path, options = {}, body) =>
    one(async () => {
      const all = await sign({ ...options, timeout: TIMEOUT });
      const url = new URL(server.replace(/\/$/, '') + path);
      const answer = await send(url, all, body && JSON.stringify(body));
      if (answer.status >= 300) throw new ApiError(answer.status, messageIn(answer.text) ?? answer.text);
      return answer;
    });
  return {
    ask,
    async list<T extends object>(path: string, kind: string) {
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
  };
}

/** Concurrent requests; a stack may have hundreds of objects. */
const AT_ONCE = 10;
const TIMEOUT = 10_000;
const NOT_FOR_US = [403, 404];
