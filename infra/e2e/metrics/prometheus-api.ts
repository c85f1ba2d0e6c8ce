import { type Parsed, type Selected, selectedIn } from './selectors-in-expression.ts';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Client of the HTTP API of a Prometheus. Each method throws the error of an answer without success. */
export class PrometheusApi {
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  /** Current value of each series of an expression. */
  async query(expr: string): Promise<readonly Series[]> {
    const { result } = await this.get('query', { query: expr });
    return (result as Array<{ metric: Record<string, string>; value: [number, string] }>).map(
      ({ metric, value: [, text] }) => ({ labels: metric, value: Number(text) }),
    );
  }

  /** Last value of each series of an expression within `LATELY`, without NaN. */
  drawn(expr: string): Promise<readonly Series[]> {
    return this.query(`last_over_time(((${expr}) > -Inf)[${LATELY}:10s])`);
  }

  async selectors(expr: string): Promise<readonly Selected[]> {
    return selectedIn((await this.get('parse_query', { query: expr })) as Parsed);
  }

  /** Selectors of an expression that matched nothing within `LATELY`: `metric{matchers}`, or `metric by label`. */
  async missingFor(expr: string): Promise<readonly string[]> {
    const missing: string[] = [];
    for (const { text, grouping } of await this.selectors(expr)) {
      const series = await this.query(`last_over_time(${text}[${LATELY}])`);
      const lacks = (label: string) => !series.some(({ labels }) => label in labels);
      if (series.length === 0) missing.push(text);
      else missing.push(...grouping.filter(lacks).map((label) => `${text} by ${label}`));
    }
    return missing;
  }

  async targets(): Promise<ReadonlyArray<{ job: string; health: string; lastError: string }>> {
    const { activeTargets } = await this.get('targets', { state: 'active' });
    return (activeTargets as Array<{ labels: { job: string }; health: string; lastError: string }>).map(
      ({ labels: { job }, health, lastError }) => ({ job, health, lastError }),
    );
  }

  async rules(): Promise<ReadonlyArray<{ name: string; duration: number; lastError?: string }>> {
    const { groups } = await this.get('rules');
    return (groups as Array<{ rules: never[] }>).flatMap(({ rules }) => rules);
  }

  /** Names of the alerts that fire. */
  async firing(): Promise<ReadonlySet<string>> {
    const { alerts } = await this.get('alerts');
    const firing = (alerts as Array<{ state: string; labels: { alertname: string } }>).filter(
      ({ state }) => state === 'firing',
    );
    return new Set(firing.map(({ labels }) => labels.alertname));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what comes back is as wide as the API
  private async get(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<any> {
    const response = await fetch(`${this.address}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const body = (await response.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== 'success') throw new Error(`${path} ${JSON.stringify(parameters)}: ${body.error}`);
    return body.data;
  }
}

/** Range that covers the whole run of the tests, however slow the machine is. */
export const LATELY = '2h';
