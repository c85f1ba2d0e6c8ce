import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';

/** What a port of the nodes may lead to. */
export const NODE_PORTS = ['app', 'grafana', 'prometheus', 'jaeger', 'argoCd'] as const;

type Name = (typeof NODE_PORTS)[number];

/** Requires that somebody is let in, that what a port leads to is there and usable, and that each port leads to one thing. */
export function nodePortsLeadSomewhere() {
  return [
    crossCheck<Groups>(
      ['nodePorts.from', 'nodePorts'],
      ({ nodePorts }) =>
        nodePorts.from.length > 0 || NODE_PORTS.every((name) => nodePorts[name] === undefined),
      'must say who is let in, such as 192.168.1.0/24, because nodePorts opens a port',
    ),
    ...NODE_PORTS.map((name) =>
      crossCheck<Groups>(
        [`nodePorts.${name}`, ...NEEDED[name].reads],
        (all) => all.nodePorts[name] === undefined || NEEDED[name].isThere(all),
        `needs ${NEEDED[name].setting}`,
      ),
    ),
    crossCheck<Groups>(
      ['nodePorts.app', 'exposure'],
      ({ nodePorts, exposure }) =>
        nodePorts.app === undefined ||
        !('tls' in exposure && exposure.tls !== undefined) ||
        ('backendTls' in exposure && exposure.backendTls),
      'needs exposure.backendTls beside exposure.tls: browsers send the cookie over https alone, and nobody could sign in there',
    ),
    ...NODE_PORTS.map((name) =>
      crossCheck<Groups>(
        [`nodePorts.${name}`, 'nodePorts', 'exposure', 'database'],
        (all) => {
          const port = portOf(all, name);
          return port === undefined || othersOf(all, name).every((other) => other !== port);
        },
        'must be another port than every other node port, because a node has each once',
      ),
    ),
  ] as const;
}

interface Need {
  readonly reads: readonly string[];
  readonly isThere: (all: Groups) => boolean;
  readonly setting: string;
}

const NEEDED: Readonly<Record<Name, Need>> = {
  app: {
    reads: ['exposure'],
    isThere: ({ exposure }) => exposure.kind !== 'node-port',
    setting: 'another exposure.kind than node-port, which is such a port already',
  },
  grafana: {
    reads: ['observability.dashboards'],
    isThere: ({ observability }) => observability.dashboards.kind === 'grafana',
    setting: 'observability.dashboards.kind grafana',
  },
  prometheus: {
    reads: ['observability.metrics'],
    isThere: ({ observability }) => observability.metrics.kind === 'self-contained',
    setting: 'observability.metrics.kind self-contained',
  },
  jaeger: {
    reads: ['observability.traces'],
    isThere: ({ observability }) => observability.traces.kind === 'jaeger',
    setting: 'observability.traces.kind jaeger',
  },
  argoCd: {
    reads: ['addOns.argoCd'],
    isThere: ({ addOns }) => addOns.argoCd !== undefined,
    setting: 'addOns.argoCd',
  },
};

function portOf({ nodePorts }: Groups, name: Name): number | undefined {
  return name === 'app' ? nodePorts.app?.port : nodePorts[name];
}

function othersOf(all: Groups, name: Name): readonly (number | undefined)[] {
  const { exposure, database } = all;
  return [
    ...NODE_PORTS.filter((other) => other !== name).map((other) => portOf(all, other)),
    exposure.kind === 'node-port' ? exposure.nodePort : undefined,
    database.mode === 'statefulset' ? database.debugNodePort : undefined,
  ];
}
