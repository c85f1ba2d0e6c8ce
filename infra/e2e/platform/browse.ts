import { run } from '../run.ts';

export interface Page {
  readonly status: number;
  /** How many redirects led there. */
  readonly redirects: number;
  readonly url: string;
  readonly body: string;
}

/** What people see who type an address, wherever the name in it really leads; undefined when nobody answers. */
export async function browse(
  url: string,
  { http, https, ca }: { readonly http?: string; readonly https?: string; readonly ca?: string } = {},
): Promise<Page | undefined> {
  const { hostname } = new URL(url);
  const to = (port: number, address?: string) =>
    address === undefined ? [] : ['--connect-to', `${hostname}:${port}:${address}`];
  const told = '\n%{http_code} %{num_redirects} %{url_effective}';
  const options = ['--silent', '--location', '--max-time', '10', '--write-out', told];
  const trust = ca === undefined ? [] : ['--cacert', ca];
  const { code, output } = await run('curl', [...options, ...trust, ...to(80, http), ...to(443, https), url]);
  if (code !== 0) return undefined;
  const [, body = '', status, redirects, effective = ''] =
    /^([\s\S]*)\n(\d+) (\d+) (\S+)$/.exec(output) ?? [];
  return { status: Number(status), redirects: Number(redirects), url: effective, body };
}
