/** One registration of a program, in the form that findings read. */
export interface Recorded {
  /** Type token, for example `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** True when Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** True when a destroy retains it. */
  readonly retained: boolean;
  /** Keys of its dependencies: explicit ones, and the sources of its inputs. */
  readonly after: readonly string[];
  /** Keys of the sources of its inputs: only these lead into a remote component. */
  readonly inputsOf: readonly string[];
  /** Keys of the sources by the name of the input. */
  readonly inputsBy: Readonly<Record<string, readonly string[]>>;
  /** Key of its parent. */
  readonly parent: string | undefined;
}

/** A problem with a registration. */
export interface Finding {
  /** Key of the registration. */
  readonly at: string;
  readonly problem: string;
}

/** Key of a registration: `aws:ec2/vpc:Vpc finance`. */
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

/** Value at a path of the inputs, such as `metadataOptions.httpTokens`. */
export function input(one: Recorded, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], one.inputs);
}
