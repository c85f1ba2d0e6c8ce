import { address, type KubeObject, podTemplate } from './object.ts';

/**
 * Finds values that the API server, or a controller after it, would refuse in a single object: the rules of
 * k8s.io/apimachinery (validation, resource, intstr), of k8s.io/kubernetes (pkg/apis/<group>/validation), robfig/cron and
 * distribution/reference, as far as settings can break them. A server-side dry run checks all of the API server's own, but
 * needs a server.
 *
 * @returns a sentence for each broken rule, with its path in the object
 */
export function brokenApiRules(object: KubeObject): readonly string[] {
  const broken: string[] = [];
  const tell: Tell = (place, rule, value) =>
    broken.push(`${address(object)}: ${place}: breaks ${rule}: ${JSON.stringify(value)?.slice(0, 100)}`);
  nameOf(object, tell);
  for (const [path, key, value] of membersOf(object)) RULES[key]?.(value, path, tell);
  const { spec } = object;
  if (['CronJob', 'Schedule'].includes(object.kind) && isRecord(spec) && spec['suspend'] !== true) {
    cronSchedule(spec['schedule'], 'spec.schedule', tell);
  }
  if (object.kind === 'ConfigMap' && sizeOf(object['data']) > 1024 * 1024) {
    tell('data', 'MaxSecretSize', sizeOf(object['data']));
  }
  const pod = podTemplate(object)?.spec;
  for (const { name } of [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])]) {
    if (!IS_DNS1123_LABEL.test(name)) tell('containers.name', 'IsDNS1123Label', name);
  }
  return broken;
}

type Tell = (place: string, rule: string, value: unknown) => void;
type Rule = (value: unknown, place: string, tell: Tell) => void;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const IS_DNS1123_LABEL = new RegExp(`^${LABEL}$`);
const IS_DNS1123_SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const IS_DNS1035_LABEL = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const PORT_NAME = /^(?=.*[a-z])(?!.*--)[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/;
const QUANTITY = /^(\d+(?:\.\d*)?|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;
const IMAGE =
  /^(?:(?=localhost[:/]|[^/]*[.:])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::(?<port>\d+))?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
const TOTAL_ANNOTATION_SIZE_LIMIT = 256 * 1024;
/** Factor for the copy of the object that `kubectl apply` adds to the annotations. */
const LAST_APPLIED = 2;

/** Rules by the name of a field, wherever it occurs. */
const RULES: Readonly<Record<string, Rule>> = {
  labels: labelsRule,
  matchLabels: labelsRule,
  nodeSelector: labelsRule,
  annotations,
  containerPort: portNumber,
  hostPort: portNumber,
  port: portOrName,
  targetPort: portOrName,
  endPort: portNumber,
  nodePort: (value, place, tell) => {
    if (!isWhole(value) || value < 30_000 || value > 32_767) tell(place, 'NodePortRange', value);
  },
  limits: quantities,
  requests: quantities,
  hard: quantities,
  default: (value, place, tell) => {
    if (/\blimits\b/.test(place)) quantities(value, place, tell); // of a LimitRange; a custom kind may have another one
  },
  defaultRequest: quantities,
  sizeLimit: quantity,
  cidr: (value, place, tell) => {
    if (!rangeOf(value)) tell(place, 'IsValidCIDR in strict form', value);
  },
  except: (value, place, tell) => {
    for (const range of listOf(value)) if (!rangeOf(range)) tell(place, 'IsValidCIDR in strict form', range);
  },
  ipBlock,
  loadBalancerSourceRanges: (value, place, tell) => {
    for (const range of listOf(value)) if (!rangeOf(range)) tell(place, 'IsValidCIDR in strict form', range);
  },
  image: (value, place, tell) => {
    const found = typeof value === 'string' ? IMAGE.exec(value) : null;
    const port = found?.groups?.['port'];
    const isPort = port === undefined || (/^[1-9]/.test(port) && Number(port) <= 65_535);
    if (!found || !isPort) tell(place, 'reference.ParseNormalizedNamed', value);
  },
  storageClassName: subdomain,
  ingressClassName: subdomain,
  gatewayClassName: subdomain,
  secretName: subdomain,
  claimName: subdomain,
  serviceAccountName: subdomain,
  priorityClassName: subdomain,
  loadBalancerClass: qualifiedName,
  host: hostRule,
  hostnames: (value, place, tell) => {
    for (const host of listOf(value)) hostRule(host, place, tell);
  },
  env: (value, place, tell) => {
    for (const { name } of listOf(value) as readonly { name: string }[]) {
      if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) tell(place, 'IsEnvVarName', name);
    }
  },
  volumes: (value, place, tell) => {
    const names = (listOf(value) as readonly { name: string }[]).map(({ name }) => name);
    for (const name of names) if (!IS_DNS1123_LABEL.test(name)) tell(place, 'IsDNS1123Label', name);
    if (new Set(names).size !== names.length) tell(place, 'Duplicate', names);
  },
  minReplicas: positive,
  maxReplicas: positive,
  averageUtilization: positive,
  terminationGracePeriodSeconds: positive,
  activeDeadlineSeconds: positive,
  periodSeconds: positive,
  timeoutSeconds: positive,
  failureThreshold: positive,
};

function nameOf({ kind, apiVersion, metadata: { name, namespace } }: KubeObject, tell: Tell): void {
  const isRbac = apiVersion.startsWith('rbac.');
  const holds =
    kind === 'Namespace'
      ? IS_DNS1123_LABEL.test(name)
      : kind === 'Service'
        ? IS_DNS1035_LABEL.test(name)
        : isRbac
          ? !/[/%]/.test(name) && !['.', '..'].includes(name)
          : isSubdomain(name);
  if (!holds || (kind === 'CronJob' && name.length > 52)) tell('metadata.name', `NameIs… of ${kind}`, name);
  if (namespace !== undefined && !IS_DNS1123_LABEL.test(namespace))
    tell('metadata.namespace', 'IsDNS1123Label', namespace);
}

function labelsRule(value: unknown, place: string, tell: Tell): void {
  if (!isRecord(value)) return;
  for (const [key, label] of Object.entries(value)) {
    qualifiedName(key, place, tell);
    if (typeof label !== 'string' || !LABEL_VALUE.test(label))
      tell(`${place}.${key}`, 'IsValidLabelValue', label);
  }
}

function annotations(value: unknown, place: string, tell: Tell): void {
  if (!isRecord(value)) return;
  for (const [key, text] of Object.entries(value)) {
    qualifiedName(key.toLowerCase(), place, tell);
    if (typeof text !== 'string') tell(`${place}.${key}`, 'a string', text);
  }
  if (sizeOf(value) * LAST_APPLIED > TOTAL_ANNOTATION_SIZE_LIMIT)
    tell(place, 'ValidateAnnotationsSize', sizeOf(value));
}

function qualifiedName(value: unknown, place: string, tell: Tell): void {
  const parts = String(value).split('/');
  const name = parts.pop() ?? '';
  const [prefix] = parts;
  const holds =
    parts.length < 2 && QUALIFIED_NAME.test(name) && (prefix === undefined || isSubdomain(prefix));
  if (!holds) tell(place, 'IsQualifiedName', value);
}

function portNumber(value: unknown, place: string, tell: Tell): void {
  if (!isWhole(value) || value < 1 || value > 65_535) tell(place, 'IsValidPortNum', value);
}

function portOrName(value: unknown, place: string, tell: Tell): void {
  if (isRecord(value)) return; // the port of an Ingress backend
  if (typeof value !== 'string') portNumber(value, place, tell);
  else if (!PORT_NAME.test(value)) tell(place, 'IsValidPortName', value);
}

function quantities(value: unknown, place: string, tell: Tell): void {
  if (!isRecord(value)) return;
  for (const [name, amount] of Object.entries(value)) quantity(amount, `${place}.${name}`, tell);
}

/** Requires whole numbers of the smallest unit: thousandths of a core, bytes. */
function quantity(value: unknown, place: string, tell: Tell): void {
  const [, number, unit = ''] = QUANTITY.exec(String(value)) ?? [];
  if (number === undefined) {
    tell(place, 'resource.ParseQuantity', value);
    return;
  }
  const amount = Number(number) * (SCALES[unit] ?? 10 ** Number(unit.slice(1)));
  const smallest = /cpu$/.test(place) ? 1000 : 1;
  const parts = amount * smallest;
  if (Math.abs(parts - Math.round(parts)) > 1e-3) tell(place, 'resource.Quantity without a rest', value);
  if (amount <= 0 || amount >= 2 ** 63) tell(place, 'ValidateResourceQuantityValue', value);
}

const SCALES: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  ...Object.fromEntries(['k', 'M', 'G', 'T', 'P', 'E'].map((unit, at) => [unit, 1000 ** (at + 1)])),
  ...Object.fromEntries(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit, at) => [unit, 1024 ** (at + 1)])),
};

/** Requires exceptions to be strict subsets of the range (ValidateIPBlock). */
function ipBlock(value: unknown, place: string, tell: Tell): void {
  if (!isRecord(value)) return;
  const whole = rangeOf(value['cidr']);
  for (const except of listOf(value['except'])) {
    const part = rangeOf(except);
    if (whole && part && !(part.bits > whole.bits && within(part.first, whole))) {
      tell(place, 'ValidateIPBlock: a strict subset', `${except} of ${value['cidr']}`);
    }
  }
}

interface Range {
  readonly first: bigint;
  readonly bits: number;
  readonly all: number;
}

/** Parses a CIDR in the strict form of netip's ParsePrefix: no bits after the prefix, no leading zeros; else undefined. */
function rangeOf(value: unknown): Range | undefined {
  const [text = '', length = '', ...more] = String(value).split('/');
  if (more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const [first, all] = text.includes(':') ? [ipv6(text), 128] : [ipv4(text), 32];
  const bits = Number(length);
  if (first === undefined || bits > all || first % (1n << BigInt(all - bits)) !== 0n) return undefined;
  return { first, bits, all };
}

function within(address: bigint, { first, bits, all }: Range): boolean {
  const size = 1n << BigInt(all - bits);
  return address >= first && address < first + size;
}

function ipv4(text: string): bigint | undefined {
  const bytes = text.split('.');
  const holds =
    bytes.length === 4 && bytes.every((byte) => /^(?:0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
  return holds ? bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) : undefined;
}

function ipv6(text: string): bigint | undefined {
  if (!/^[0-9a-f:]+$/.test(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const zeros = Array<string>(8 - groups(head).length - groups(tail ?? '').length).fill('0');
  const all = tail === undefined ? groups(head) : [...groups(head), ...zeros, ...groups(tail)];
  return all.length === 8 ? all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) : undefined;
}

/** Parses a schedule like cron.ParseStandard, and requires that it is due within eight years. */
function cronSchedule(value: unknown, place: string, tell: Tell): void {
  const fields = String(value).split(' ');
  const read = fields.map((field, at) => cronField(field, CRON[at] ?? [0, -1]));
  const [minutes, hours, days, months, weekdays] = read;
  if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) {
    tell(place, 'cron.ParseStandard', value);
    return;
  }
  const isStar = [fields[2], fields[4]].some((field) => /(?:^|,)\*(?:\/0*1)?(?:,|$)/.test(field ?? ''));
  for (let day = 0; day < 8 * 366; day++) {
    const date = new Date(Date.UTC(2026, 0, 1 + day));
    const [one, other] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
    if (months.has(date.getUTCMonth() + 1) && (isStar ? one && other : one || other)) return;
  }
  tell(place, 'Schedule.Next, which finds no day', value);
}

const CRON = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

function cronField(field: string, [least, most]: readonly [number, number]): ReadonlySet<number> | undefined {
  const on = new Set<number>();
  for (const part of field.split(',')) {
    const found = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part);
    if (!found) return undefined;
    const [, from = '', to, step] = found;
    const first = from === '*' ? least : Number(from);
    const last = to === undefined ? (from === '*' || step !== undefined ? most : first) : Number(to);
    if (first < least || last > most || first > last || Number(step ?? 1) === 0) return undefined;
    for (let at = first; at <= last; at += Number(step ?? 1)) on.add(at);
  }
  return on;
}

function subdomain(value: unknown, place: string, tell: Tell): void {
  if (typeof value !== 'string' || !isSubdomain(value)) tell(place, 'IsDNS1123Subdomain', value);
}

/** Host of an Ingress or a route; the host of a probe or a database may be an IP address, which this rule accepts too. */
function hostRule(value: unknown, place: string, tell: Tell): void {
  if (typeof value === 'string' && !isSubdomain(value.replace(/^\*\./, '')))
    tell(place, 'IsDNS1123Subdomain', value);
}

function positive(value: unknown, place: string, tell: Tell): void {
  if (!isWhole(value) || value < 1) tell(place, 'ValidateNonnegativeField', value);
}

function isSubdomain(word: string): boolean {
  return word.length <= 253 && IS_DNS1123_SUBDOMAIN.test(word);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sizeOf(value: unknown): number {
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
}

/** Yields every field of an object, at any depth, with its path; skips the arbitrary data of ConfigMaps and Secrets. */
function* membersOf(
  value: unknown,
  path = '',
): Generator<readonly [path: string, key: string, value: unknown]> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* membersOf(item, `${path}[${at}]`);
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const place = path === '' ? key : `${path}.${key}`;
      if (/^(?:data|stringData)$/.test(place)) continue;
      yield [place, key, inner];
      if (!/(?:labels|Labels|annotations)$/.test(key)) yield* membersOf(inner, place);
    }
  }
}
