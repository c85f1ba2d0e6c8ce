/**
 * Reads an object of the app; what is wrong with it is told with the construct that made it.
 *
 * @throws Error that begins with its name
 */
export function about<T>({ name }: { readonly name: string }, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${name}: cannot be read: ${message}`, { cause: error });
  }
}
