import { type RequestOptions, request } from 'node:https';
import { Problem } from '../../command/problem.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Clock of the server, in milliseconds. */
  readonly date: number;
}

/**
 * Sends one request and reads its whole answer, whatever its status.
 *
 * @param options `timeout`: milliseconds of silence after which the request is aborted
 */
export function send(url: URL, options: RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject).on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text,
          date: Date.parse(response.headers.date ?? '') || Date.now(),
        }),
      );
    });
    asked.on('timeout', () => asked.destroy(new Problem(`${url.host} does not answer`)));
    asked.on('error', reject).end(body);
  });
}

/** Message of a Kubernetes `Status` answer; `undefined` where the answer is none. */
export function messageIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly message?: string }).message;
  } catch {
    return undefined;
  }
}
