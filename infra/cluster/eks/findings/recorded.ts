/** One registration of a program, as a finding looks at it. */
export interface Recorded {
  /** For example `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** Whether a destroy leaves it where it is. */
  readonly retained: boolean;
  /** Keys of what it waits for: what it says, and what gives its inputs. */
  readonly after: readonly string[];
  /** Keys of what gives its inputs: only these lead on to what is inside of a remote component. */
  readonly inputsOf: readonly string[];
  /** Which input each of those gives: keys by the name of the input. */
  readonly inputsBy: Readonly<Record<string, readonly string[]>>;
  /** Key of what it stands below. */
  readonly parent: string | undefined;
}

/** Something that is wrong with a registration. */
export interface Finding {
  /** Key of the registration. */
  readonly at: string;
  readonly problem: string;
}

/** How registrations are told apart: `aws:ec2/vpc:Vpc finance`. */
export function keyOf({ type, name }: Pick<Recorded, 'type' | 'name'>): string {
  return `${type} ${name}`;
}

/** Registrations of one type, for example `ec2/vpc:Vpc` of AWS. */
export function ofType(all: readonly Recorded[], type: string): readonly Recorded[] {
  return all.filter((one) => one.type === `aws:${type}`);
}

/** A finding for each registration that does not pass. */
export function failing(
  all: readonly Recorded[],
  passes: (one: Recorded) => boolean,
  problem: string,
): readonly Finding[] {
  return all.filter((one) => !passes(one)).map((one) => ({ at: keyOf(one), problem }));
}

/** What stands at a path of the inputs, such as `metadataOptions.httpTokens`. */
export function input(one: Recorded, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], one.inputs);
}
