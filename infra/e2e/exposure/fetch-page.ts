import { run } from '../run-process.ts';

export interface Page {
  readonly status: number;
  /** Number of redirects that led there. */
  readonly redirects: number;
  readonly url: string;
  readonly body: string;
}

/**
 * Opens a URL as a browser does, following redirects; undefined when nobody answers.
 *
 * @param url its host name need not resolve: `http` and `https` are the addresses to connect to for ports 80 and 443
 */
export async function fetchPage(
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
