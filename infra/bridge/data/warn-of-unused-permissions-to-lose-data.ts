/**
 * Warning about the names in `bridge:release` that a run does not need, with the commands that remove them; `undefined` when
 * it needs all of them.
 *
 * @param release the whole setting, because a command removes a name by its index
 */
export function unneededReleases(
  release: readonly string[],
  isUnused: (name: string) => boolean,
): string | undefined {
  const unused = [...release.entries()].filter(([, name]) => isUnused(name));
  if (unused.length === 0) return undefined;
  // The last one first: each command shifts the indexes after it.
  const commands = unused.map(([at]) => `pulumi config rm --path 'bridge:release[${at}]'`).reverse();
  return [
    `bridge:release names what this run does not lose, and a later run may lose it without asking: ${unused.map(([, name]) => name).join(', ')}`,
    ...commands.map((command) => `  → to take the permission back: ${command}`),
  ].join('\n');
}
