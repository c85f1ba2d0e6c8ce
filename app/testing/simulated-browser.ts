import type { FastifyInstance, LightMyRequestResponse as Response } from 'fastify';

let browsers = 0;

/** Acts as a person's browser, as far as the server can tell: keeps cookies, sends form tokens and its origin. */
export class Browser {
  readonly app: FastifyInstance;
  readonly origin: string;
  readonly cookies = new Map<string, string>();
  /** Unique per browser, so that none uses up another's rate limits. */
  remoteAddress = `198.18.${(browsers >> 8) & 255}.${browsers++ & 255}`;
  #token: string | undefined;

  constructor(app: FastifyInstance, origin: string) {
    this.app = app;
    this.origin = origin;
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send({ method: 'GET', url, headers });
  }

  async head(url: string): Promise<Response> {
    return this.#send({ method: 'HEAD', url, headers: {} });
  }

  /** POSTs a form, with the token of the last page that had one, or of the sign-in page. */
  async post(
    url: string,
    fields: Record<string, string | string[]> = {},
    headers: Record<string, string> = {},
  ) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ _csrf: await this.token(), ...fields })) {
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.#send({
      method: 'POST',
      url,
      payload: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin, ...headers },
    });
  }

  /** POSTs a form with files, as `files`. */
  async upload(
    url: string,
    fields: Record<string, string>,
    files: readonly { readonly name: string; readonly bytes: string | Uint8Array }[],
  ): Promise<Response> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ _csrf: await this.token(), ...fields }))
      form.append(name, value);
    for (const { name, bytes } of files)
      form.append('files', new File([Uint8Array.from(Buffer.from(bytes))], name));
    const encoded = new globalThis.Response(form);
    const type = encoded.headers.get('content-type') ?? '';
    const payload = Buffer.from(await encoded.arrayBuffer());
    return this.#send({
      method: 'POST',
      url,
      payload,
      headers: { 'content-type': type, origin: this.origin },
    });
  }

  /** POSTs JSON, as a program with this person's session would. */
  async postJson(url: string, json: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send({
      method: 'POST',
      url,
      payload: JSON.stringify(json),
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': await this.token(),
        origin: this.origin,
        ...headers,
      },
    });
  }

  /** Returns a token that is valid for this session. */
  async token(): Promise<string> {
    if (this.#token === undefined) await this.get('/sign-in');
    if (this.#token === undefined) throw new Error('no page with a form was seen yet');
    return this.#token;
  }

  async #send(request: {
    method: 'GET' | 'HEAD' | 'POST';
    url: string;
    payload?: string | Buffer;
    headers: Record<string, string>;
  }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const https = this.origin.startsWith('https:'); // implies an Ingress in between
    const response = await this.app.inject({
      ...request,
      remoteAddress: https ? '10.42.0.7' : this.remoteAddress,
      headers: {
        ...(cookie && { cookie }),
        ...(https && { 'x-forwarded-proto': 'https', 'x-forwarded-for': this.remoteAddress }),
        ...request.headers,
      },
    });
    const before = this.cookies.size;
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, encodeURIComponent(value));
    }
    if (request.method === 'POST' || this.cookies.size !== before) this.#token = undefined; // may be another session now
    const token = /name="_csrf" value="([^"]+)"/.exec(response.body)?.[1];
    if (token) this.#token = token;
    return response;
  }
}
