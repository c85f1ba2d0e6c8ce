import { type RequestOptions, request } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** What time the server has, in milliseconds. */
  readonly date: number;
}

/**
 * One request and its whole answer, whatever its status.
 *
 * @param options `timeout`: milliseconds of silence after which it is given up
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
    asked.on('timeout', () => asked.destroy(new Error(`${url.host} does not answer`)));
    asked.on('error', reject).end(body);
  });
}

/** What the API server says is wrong, where it says it the way it does (`Status`). */
export function messageIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly message?: string }).message;
  } catch {
    return undefined;
  }
}
