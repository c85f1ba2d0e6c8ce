import * as pulumi from '@pulumi/pulumi';
import { known } from '../known.ts';

/** One registration, as Pulumi's engine would get it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** What Pulumi knows it by within a stack: the types of its parents and its own, and its name. */
  readonly urn: string;
  /** Inputs that the engine keeps readable; of the others `[secret]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs that the engine keeps encrypted. */
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly options: pulumi.CustomResourceOptions;
}

export interface Recording {
  /** All of them, in the order in which they were registered. */
  readonly all: readonly Registered[];
  /** What people were told, at the level of information. */
  readonly told: readonly string[];
  /** The one of this name; throws with what there is. */
  named(name: string): Registered;
}

export interface RecordOptions {
  readonly project?: string;
  readonly stack?: string;
  /** Whether what a provider makes up is still unknown. @default false */
  readonly preview?: boolean;
  /** What a provider would make up. @default nothing but passwords */
  readonly made?: (args: pulumi.runtime.MockResourceArgs) => object;
}

/**
 * Runs a program against Pulumi's mocks and writes down what it registers, in order.
 * Options are known of what stands below the parent that it is given.
 */
export async function record(
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
    return { props: args.props, opts: { ...args.opts, transforms: [] } }; // which the mocks do not know
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

/** Without the stack, and without parents that only tests have. */
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

/** A password as its provider would make it up: one that a test finds wherever it gets to. */
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

/** How Pulumi marks a secret on its way to the engine (sdk/proto: `sigkey` and the signature of secrets). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
