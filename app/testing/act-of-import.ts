import type { Started } from './start-app.ts';

/** Id of the act that an undo of an import undoes now: its own, or the last undo of it. */
export async function actOfImport({ rows }: Pick<Started, 'rows'>, id: string): Promise<string> {
  const [of] = await rows<{ act: string }[]>`select act_id as act from import where id = ${id}`;
  if (!of) throw new Error(`There is no import ${id}`);
  return of.act;
}
