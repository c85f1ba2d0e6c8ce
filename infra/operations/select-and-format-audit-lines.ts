/** Which entries of the audit log to show; without a condition, all changes, refusals and commands in pods. */
export interface AuditFilter {
  /** Objects that admission refused. @default false */
  readonly refused?: boolean | undefined;
  /** Calls that were forbidden. @default false */
  readonly forbidden?: boolean | undefined;
  /** Commands that were run in pods. @default false */
  readonly exec?: boolean | undefined;
  /** Milliseconds since 1970 from which on entries are shown. */
  readonly since: number;
}

/** Fields of an entry of the API server's audit log that are read here. Source: audit.k8s.io/v1. */
interface Entry {
  readonly requestReceivedTimestamp?: string;
  readonly verb?: string;
  readonly user?: { readonly username?: string };
  readonly sourceIPs?: readonly string[];
  readonly objectRef?: Readonly<Partial<Record<'resource' | 'subresource' | 'namespace' | 'name', string>>>;
  readonly responseStatus?: { readonly code?: number; readonly message?: string; readonly reason?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Formats the wanted entries of an audit log, one a line: time, account, address, verb, object, answer. Other lines are skipped. */
export function* auditLines(log: Iterable<string>, filter: AuditFilter): Generator<string> {
  for (const line of log) {
    const entry = parsed(line);
    if (!entry || Date.parse(entry.requestReceivedTimestamp ?? '') < filter.since) continue;
    if (isWanted(entry, filter)) yield told(entry);
  }
}

function parsed(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'verb' in entry ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}

function isWanted(entry: Entry, { refused, forbidden, exec }: AuditFilter): boolean {
  const ways = [
    ...(refused ? [isRefused] : []),
    ...(forbidden ? [isForbidden] : []),
    ...(exec ? [isExec] : []),
  ];
  const asked = ways.length > 0 ? ways : [isRefused, isForbidden, isExec, isChange];
  return asked.some((is) => is(entry));
}

/** Admission answers 403 like the authorizer, which notes its own decision, or another code of a webhook. */
function isRefused({ annotations = {}, responseStatus, verb = '' }: Entry): boolean {
  const { code = 0, message = '' } = responseStatus ?? {};
  const byPolicy = Object.keys(annotations).some(
    (key) =>
      key.endsWith('validation_failure') ||
      key.endsWith('pod-security.kubernetes.io/enforce-policy-violations'),
  );
  const isWrite = CHANGES.includes(verb);
  return (
    isWrite &&
    code >= 400 &&
    (byPolicy || /denied the request|denied request|violates PodSecurity/.test(message))
  );
}

function isForbidden({ annotations = {}, responseStatus }: Entry): boolean {
  return annotations['authorization.k8s.io/decision'] === 'forbid' || responseStatus?.code === 401;
}

function isExec({ objectRef = {} }: Entry): boolean {
  return objectRef.resource === 'pods' && IN_PODS.includes(objectRef.subresource ?? '');
}

/** True for what a person changed: the cluster's own parts change objects all day. */
function isChange({ verb = '', user = {} }: Entry): boolean {
  return CHANGES.includes(verb) && !(user.username ?? '').startsWith('system:');
}

const CHANGES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const IN_PODS = ['exec', 'attach', 'ephemeralcontainers', 'portforward'];

function told(entry: Entry): string {
  const { resource = '', subresource, namespace, name } = entry.objectRef ?? {};
  const what = [resource, subresource].filter(Boolean).join('/');
  const where = [namespace, name].filter(Boolean).join('/');
  const { code = '', message = '' } = entry.responseStatus ?? {};
  const why = Number(code) >= 400 ? message.split('\n')[0] : '';
  const by = [entry.user?.username ?? 'nobody', entry.sourceIPs?.[0]].filter(Boolean).join(' from ');
  return [entry.requestReceivedTimestamp, by, entry.verb, what, where, code, why].filter(Boolean).join('  ');
}
