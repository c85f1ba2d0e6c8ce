import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { findForm, type SentFields } from '../../../app/testing/form-fields-by-action.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A person at a browser: one keep-alive connection, cookies, and the token of the last form. */
export class Visitor {
  readonly #origin: string;
  readonly #ingress: URL;
  readonly #ca: string | undefined;
  readonly #agent: Agent;
  readonly #cookies = new Map<string, string>();
  #token = '';

  /**
   * @param origin public URL of the app, as typed into the browser
   * @param ingress URL at which the Ingress controller listens
   * @param ca certificates that one over https is verified by, for the host of the origin
   */
  constructor(origin: string, ingress = process.env['E2E_INGRESS'] ?? 'http://127.0.0.1', ca?: string) {
    this.#origin = origin;
    this.#ingress = new URL(ingress);
    this.#ca = ca;
    const connections = { keepAlive: true, maxSockets: 1 };
    this.#agent = this.#isHttps ? new TlsAgent(connections) : new Agent(connections);
  }

  get #isHttps(): boolean {
    return this.#ingress.protocol === 'https:';
  }

  /** Opens another browser with the same cookies. */
  twin(ingress = this.#ingress.href): Visitor {
    const other = new Visitor(this.#origin, ingress, this.#ca);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  /** Opens another browser without cookies. */
  fresh(): Visitor {
    return new Visitor(this.#origin, this.#ingress.href, this.#ca);
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path, {});
  }

  /** Sends a form with the token of the last page. */
  post(path: string, fields: Readonly<SentFields>): Promise<Answer> {
    const all = new URLSearchParams();
    for (const [name, values] of Object.entries({ _csrf: this.#token, ...fields }))
      for (const value of [values].flat()) all.append(name, value);
    const body = all.toString();
    return this.#send('POST', path, { 'content-type': 'application/x-www-form-urlencoded' }, body);
  }

  /** Sends a form with files in the field of that name; its fields come with the token that they have. */
  async postFiles(
    path: string,
    fields: Readonly<SentFields>,
    files: readonly { readonly field: string; readonly name: string; readonly bytes: Uint8Array }[],
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, values] of Object.entries(fields))
      for (const value of [values].flat()) form.append(name, value);
    for (const { field, name, bytes } of files) form.append(field, new File([Uint8Array.from(bytes)], name));
    const encoded = new Response(form);
    const type = encoded.headers.get('content-type') ?? '';
    return this.#send('POST', path, { 'content-type': type }, Buffer.from(await encoded.arrayBuffer()));
  }

  /**
   * Opens a page with a form and fills it in. All other fields are sent as they came, so that it may be of any release.
   *
   * @param action path that the form is sent to
   * @returns a function that sends it
   * @throws Error when the page has no such form
   */
  async fill(page: string, action: string, fields: Readonly<SentFields>): Promise<() => Promise<Answer>> {
    const { status, body } = await this.get(page);
    const form = findForm(body, action);
    if (!form) throw new Error(`${page} answered with ${status} and no form to ${action}: ${body}`);
    return () => this.post(action, { ...form, ...fields });
  }

  postJson(path: string, json: object, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(json));
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, more: Record<string, string>, body?: string | Buffer): Promise<Answer> {
    const { hostname, port } = this.#ingress;
    const { host, hostname: servername } = new URL(this.#origin);
    const headers = {
      host,
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body !== undefined && { origin: this.#origin, 'content-length': `${Buffer.byteLength(body)}` }),
      ...more,
    };
    return new Promise((resolve, reject) => {
      const options = { method, path, hostname, port, headers, agent: this.#agent, timeout: 10_000 };
      const tls = { ca: this.#ca, ...(!isIP(servername) && { servername }) };
      const sent = this.#isHttps ? tlsRequest({ ...options, ...tls }) : request(options);
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ten seconds: ${method} ${path}`)));
      sent.on('error', reject);
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => {
          this.#keep(response.headers['set-cookie'] ?? [], text);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      sent.end(body);
    });
  }

  #keep(setCookies: readonly string[], page: string): void {
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    this.#token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? this.#token;
  }
}
