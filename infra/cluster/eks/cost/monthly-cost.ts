import type { Settings } from '../../../settings/schema.ts';
import type { EksSettings } from '../eks-settings-type.ts';
import { GENERAL } from '../nodes.ts';
import { HOURS_A_MONTH, PRICES } from './prices.ts';

export interface CostLine {
  readonly what: string;
  readonly count: number;
  /** Price of one per month; undefined where the table has none. */
  readonly each: number | undefined;
}

/** Cost of a stack's settings in an idle month: desired number of nodes, no traffic. */
export function monthlyCost({ database, cache, exposure }: Settings, on: EksSettings): readonly CostLine[] {
  const { perHour, perMonth } = PRICES;
  const hourly = (price: number | undefined) => price && price * HOURS_A_MONTH;
  const ways = on.network.natGateways === 'one' ? 1 : 3;
  const lines: CostLine[] = [
    { what: 'control plane', count: 1, each: hourly(perHour.cluster) },
    {
      what: 'NAT gateway with its address',
      count: ways,
      each: hourly(perHour.natGateway + perHour.publicAddress),
    },
    { what: 'key', count: 2, each: perMonth.key },
  ];
  if (on.nodes.kind === 'managed') {
    const { architecture, instanceTypes = GENERAL[architecture], perZone, diskGibibytes } = on.nodes;
    const [type = ''] = instanceTypes;
    const count = 3 * perZone.desired;
    lines.push(
      { what: `node ${type}`, count, each: hourly(perHour.instances[type]) },
      { what: `disk of a node, ${diskGibibytes} GiB`, count, each: diskGibibytes * perMonth.disk },
    );
  }
  if (exposure.kind === 'ingress' && exposure.controller.kind === 'alb') {
    // An internet-facing load balancer has one public address in each zone.
    const addresses = exposure.controller.scheme === 'internet-facing' ? 3 : 0;
    lines.push({
      what: 'load balancer',
      count: 1,
      each: hourly(perHour.loadBalancer + addresses * perHour.publicAddress),
    });
  }
  if (database.mode === 'rds') {
    const { instanceClass, gibibytes, multiZone, readReplica } = database;
    const count = (multiZone ? 2 : 1) + (readReplica ? 1 : 0);
    lines.push(
      { what: `database ${instanceClass}`, count, each: hourly(perHour.databases[instanceClass]) },
      { what: `disk of a database, ${gibibytes} GiB`, count, each: gibibytes * perMonth.databaseDisk },
    );
  }
  if (cache.mode === 'elasticache') {
    const { nodeType, replicas } = cache;
    lines.push({ what: `cache ${nodeType}`, count: 1 + replicas, each: hourly(perHour.caches[nodeType]) });
  }
  return lines;
}

/** Estimate for people, with units, and with what it leaves out. */
export function costText(
  lines: readonly CostLine[],
  { autoMode, region: here }: { readonly autoMode: boolean; readonly region: string },
): string {
  const { date, region, currency } = PRICES;
  const of = ({ count, each }: CostLine) => count * (each ?? 0);
  const total = lines.reduce((sum, line) => sum + of(line), 0);
  const rows = lines.map((line) => {
    const amount = line.each === undefined ? 'no price known' : `${of(line).toFixed(2)} ${currency}`;
    return `  ${amount.padStart(14)}  ${line.count} × ${line.what}`;
  });
  return [
    `estimated: at least ${total.toFixed(0)} ${currency} a month (list prices of ${region}, ${date}, ${HOURS_A_MONTH} hours)`,
    ...rows,
    ...(here === region ? [] : [`  those of ${here} differ, see https://calculator.aws`]),
    `  not in it: ${autoMode ? 'the nodes of Auto Mode, ' : ''}traffic, volumes and files of pods, backups, logs, tax`,
  ].join('\n');
}
