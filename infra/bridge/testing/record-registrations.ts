import * as pulumi from '@pulumi/pulumi';
import { known } from '../known-value.ts';

/** One resource registration, as Pulumi's engine would receive it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Identity within a stack: the types of its parents and its own, and its name. */
  readonly urn: string;
  /** Inputs in plain text; secret ones read `[secret]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Secret inputs, decrypted. */
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly options: pulumi.CustomResourceOptions;
}

export interface Recording {
  /** Registrations in their order. */
  readonly all: readonly Registered[];
  /** Messages logged at the level of information. */
  readonly told: readonly string[];
  /** Finds a registration by name; throws an error that lists all names. */
  named(name: string): Registered;
}

export interface RecordOptions {
  readonly project?: string;
  readonly stack?: string;
  /** True to leave generated outputs unknown. @default false */
  readonly preview?: boolean;
  /** Outputs that a provider would generate. @default nothing but passwords */
  readonly made?: (args: pulumi.runtime.MockResourceArgs) => object;
}

/**
 * Runs a program against Pulumi's mocks and records its registrations, in order. Options are recorded for resources below
 * the given parent.
 */
export async function recordRegistrations(
  program: (parent: pulumi.ComponentResource) => unknown,
  { project = 'project', stack = 'stack', preview = false, made = () => ({}) }: RecordOptions = {},
): Promise<Recording> {
  const inputs = new Map<string, Record<string, unknown>>();
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const urns = new Map<string, Promise<string>>();
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        inputs.set(keyOf(args), args.inputs);
        return { id: `${args.name}-id`, state: { ...args.inputs, ...generated(args), ...made(args) } };
      },
      call: () => ({}),
    },
    project,
    stack,
    preview,
  );
  // The mocks see inputs only; a transformation sees the options too.
  const note = (args: pulumi.ResourceTransformationArgs) => {
    options.set(keyOf(args), args.opts);
    urns.set(
      keyOf(args),
      Promise.resolve().then(() => known(args.resource.urn)),
    );
    return { props: args.props, opts: { ...args.opts, transforms: [] } }; // the mocks do not support transforms
  };
  const parent = new pulumi.ComponentResource(ROOT, 'root', {}, { transformations: [note] });
  const { info } = pulumi.log;
  const told: string[] = [];
  Object.assign(pulumi.log, { info: async (message: string) => void told.push(message) });
  try {
    await program(parent);
    await pulumi.runtime.disconnect();
  } finally {
    Object.assign(pulumi.log, { info });
  }

  const keys = [...new Set([...options.keys(), ...inputs.keys()])].filter((key) => !key.startsWith(ROOT));
  const all = keys.map(async (key) => {
    const [type = '', name = ''] = key.split(' ');
    const urn = shortUrn((await urns.get(key)) ?? `::::${type}::${name}`);
    return { type, name, urn, options: options.get(key) ?? {}, ...divided(inputs.get(key) ?? {}) };
  });
  return recordingOf(await Promise.all(all), told);
}

const ROOT = 'test:index:Root';

/** URN without the stack, and without parents that only tests have. */
function shortUrn(urn: string): string {
  return urn
    .split('::')
    .slice(2)
    .join('::')
    .replace(/^(test:[^$]*\$)+/, '');
}

function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type} ${name}`;
}

/** Password outputs of the random provider, recognizable wherever a test finds them. */
function generated({ type, name }: pulumi.runtime.MockResourceArgs): object {
  return type === 'random:index/randomPassword:RandomPassword' ? { result: `made-up-for-${name}` } : {};
}

function recordingOf(all: readonly Registered[], told: readonly string[]): Recording {
  return {
    all,
    told,
    named(name) {
      const found = all.find((resource) => resource.name === name);
      if (!found) throw new Error(`no "${name}" among: ${all.map((other) => other.name).join(', ')}`);
      return found;
    },
  };
}

function divided(inputs: Record<string, unknown>): Pick<Registered, 'inputs' | 'secrets'> {
  const entries = Object.entries(inputs).map(([key, value]) => [key, value, sealed(value)] as const);
  return {
    inputs: Object.fromEntries(entries.map(([key, value, isSecret]) => [key, isSecret ? '[secret]' : value])),
    secrets: Object.fromEntries(
      entries.filter(([, , isSecret]) => isSecret).map(([key, value]) => [key, (value as Sealed).value]),
    ),
  };
}

interface Sealed {
  readonly value: unknown;
}

function sealed(value: unknown): value is Sealed {
  return (value as Record<string, unknown> | null)?.[SIGNATURE] === SECRET;
}

/** Pulumi's mark of a secret on its way to the engine (sdk/proto: `sigkey` and the signature of secrets). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
