/** What node:util exports as inspect.custom; importing it would cost every synth 4 ms. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that is encrypted in the stack file.
 *
 * However it is printed, joined or serialized, only `[secure]` comes out. One read from the file without Pulumi is
 * closed: not even its ciphertext is kept.
 */
export class Secured {
  readonly #value: string | undefined;

  private constructor(value: string | undefined) {
    this.#value = value;
  }

  /** The mark that stands for a value which only Pulumi can decrypt. */
  static closed(): Secured {
    return new Secured(undefined);
  }

  /** What Pulumi decrypted. */
  static of(value: string): Secured {
    return new Secured(value);
  }

  /**
   * The value itself, for the Pulumi program to make a secret output of.
   *
   * @throws Error for a closed one.
   */
  reveal(): string {
    if (this.#value === undefined) throw new Error('an encrypted setting can be opened by Pulumi only');
    return this.#value;
  }

  toString(): string {
    return '[secure]';
  }

  toJSON(): string {
    return '[secure]';
  }

  [INSPECT](): string {
    return '[secure]';
  }
}
