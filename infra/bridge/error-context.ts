/**
 * Runs a read of an object of the app, and names the object in its error.
 *
 * @throws Error that begins with the object's name
 */
export function withErrorContext<T>({ name }: { readonly name: string }, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${name}: cannot be read: ${message}`, { cause: error });
  }
}
