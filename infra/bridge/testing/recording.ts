import * as pulumi from '@pulumi/pulumi';

/** One registration, as Pulumi's engine would get it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Inputs that the engine keeps readable; of the others `[secret]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs that the engine keeps encrypted. */
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly options: pulumi.CustomResourceOptions;
}

export interface Recording {
  /** All of them, in the order in which they were registered. */
  readonly all: readonly Registered[];
  /** The one of this name; throws with what there is. */
  named(name: string): Registered;
}

/** Runs a program against Pulumi's mocks and writes down what it registers below the parent it is given. */
export async function record(
  program: (parent: pulumi.ComponentResource) => unknown,
  { preview = false } = {},
): Promise<Recording> {
  const inputs = new Map<string, Record<string, unknown>>();
  const registered: Array<Pick<Registered, 'type' | 'name' | 'options'>> = [];
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        inputs.set(`${args.type} ${args.name}`, args.inputs);
        return { id: preview ? undefined : `${args.name}-id`, state: args.inputs };
      },
      call: () => ({}),
    },
    'project',
    'stack',
    preview,
  );
  // The mocks see inputs only; a transformation sees the options too.
  const parent = new pulumi.ComponentResource('test:index:Root', 'root', {}, { transformations: [note] });
  await program(parent);
  await pulumi.runtime.disconnect();
  return recordingOf(
    registered.map((resource) => ({
      ...resource,
      ...divided(inputs.get(`${resource.type} ${resource.name}`) ?? {}),
    })),
  );

  function note({ type, name, opts }: pulumi.ResourceTransformationArgs): undefined {
    if (type !== 'test:index:Root') registered.push({ type, name, options: opts });
  }
}

function recordingOf(all: readonly Registered[]): Recording {
  return {
    all,
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
