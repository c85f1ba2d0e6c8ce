/** Symbol that node:util exports as inspect.custom; importing it would cost every synth 4 ms. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that is encrypted in the stack file.
 *
 * Printing, joining or serializing it yields `[secure]` only. One read from the file without Pulumi is closed: not even its
 * ciphertext is kept.
 */
export class EncryptedValue {
  readonly #value: string | undefined;

  private constructor(value: string | undefined) {
    this.#value = value;
  }

  /** Creates the placeholder of a value that only Pulumi can decrypt. */
  static closed(): EncryptedValue {
    return new EncryptedValue(undefined);
  }

  /** Wraps a value that Pulumi decrypted. */
  static of(value: string): EncryptedValue {
    return new EncryptedValue(value);
  }

  /**
   * Returns the value itself, for the Pulumi program to make a secret output of.
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
