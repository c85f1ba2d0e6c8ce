import type { Settings } from '../settings/schema.ts';
import { uploadsKindOf } from '../settings/uploads-in-database-or-volume.ts';
import type { DumpStore } from './list-and-verify-dumps.ts';
import { whyNoDumps } from './why-settings-make-no-dumps.ts';

/** One thing that a rebuild in another cluster needs. */
export interface Need {
  readonly what: string;
  /** `there`; `lacking`, so that a rebuild is impossible; or `look`, which only a person can find out. */
  readonly state: 'there' | 'lacking' | 'look';
  readonly said: string;
}

/** Findings about what the settings do not contain. */
export interface Found {
  /** Names of the encrypted values in the stack file, or the reason why they cannot be read. */
  readonly secrets: readonly string[] | Error;
  readonly store: DumpStore | undefined;
  readonly now: Date;
}

/** Everything that is needed to rebuild a stack in another, empty cluster when its own and its state are gone. */
export async function rebuildNeeds(settings: Settings, found: Found): Promise<readonly Need[]> {
  return [
    keysOf(found.secrets),
    passwordsOf(settings),
    ...storeOf(settings),
    await dumpOf(settings, found),
    await receiptsOf(settings, found),
    {
      what: 'image',
      state: 'look',
      said: `${settings.web.image} must be where the new cluster gets it from`,
    },
  ];
}

/** Need for the values that cannot be generated, which are encrypted in the stack file. */
function keysOf(secrets: Found['secrets']): Need {
  const what = 'secrets';
  if (secrets instanceof Error)
    return { what, state: 'lacking', said: `the stack file's cannot be decrypted: ${secrets.message}` };
  if (secrets.length === 0) return { what, state: 'there', said: 'the stack file has none' };
  return { what, state: 'there', said: `decrypted: ${secrets.join(', ')}` };
}

function passwordsOf({ secrets: { source } }: Settings): Need {
  const what = 'passwords';
  if (source.kind === 'pulumi')
    return {
      what,
      state: 'there',
      said: 'those of the platform are made anew; those of people are in the dump, and everybody signs in again',
    };
  const store =
    source.kind === 'vault' ? `Vault at ${source.server}` : `AWS Secrets Manager in ${source.region}`;
  const said = `${store} must hold ${source.prefix}/…: npm run -s secrets prints them`;
  return { what, state: 'look', said };
}

function storeOf({ backup: { objectStore } }: Settings): readonly Need[] {
  const namespace = objectStore?.kind === 'inside' ? objectStore.namespace : objectStore?.pods?.namespace;
  if (namespace === undefined) return [];
  const said = `it runs in namespace ${namespace} of the cluster: have its data elsewhere too`;
  return [{ what: 'object store', state: 'look', said }];
}

async function dumpOf(settings: Settings, { store, now }: Found): Promise<Need> {
  const what = 'dump';
  const why = whyNoDumps(settings);
  if (why !== undefined) return { what, state: settings.backup.enabled ? 'look' : 'lacking', said: why };
  if (store === undefined) {
    const is = settings.backup.objectStore ? 'is inside' : 'is not set';
    const said = `backup.objectStore ${is}: the dumps are on a volume of the cluster, and gone with it`;
    return { what, state: 'lacking', said };
  }
  try {
    const newest = (await store.dumps()).at(-1);
    if (newest === undefined) return { what, state: 'lacking', said: 'none is in the object store' };
    const damage = await store.damage(newest);
    if (damage.length > 0)
      return { what, state: 'lacking', said: `${newest} is damaged: ${damage.join(', ')}` };
    return { what, state: 'there', said: `${newest} is whole, ${hoursSince(newest, now)} hours old` };
  } catch (error) {
    return { what, state: 'lacking', said: `the object store says ${wordsOf(error as Error)}` };
  }
}

/** Message of an error; of a server that is no object store the AWS client knows nothing but the status. */
function wordsOf({
  message,
  $metadata,
}: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) {
  if (message !== 'UnknownError') return message;
  return `status ${$metadata?.httpStatusCode} and no word more: is the endpoint another server?`;
}

async function receiptsOf(settings: Settings, { store }: Found): Promise<Need> {
  const what = 'receipts';
  const { velero } = settings.backup;
  if (uploadsKindOf(settings) === 'database')
    return { what, state: 'there', said: 'they are in the database, and come back with it' };
  if (whyNoDumps(settings) === undefined && store !== undefined) return receiptsIn(store);
  if (velero) return { what, state: 'look', said: `Velero has them in namespace ${velero.namespace}` };
  if (settings.cluster.provider === 'eks')
    return { what, state: 'look', said: 'AWS Backup has those of class efs' };
  return {
    what,
    state: 'look',
    said: 'no copy of them is outside the cluster: they are gone with the volume, unless you copy it',
  };
}

/** Need for the files that the newest dump lists, which are beside the dumps. */
async function receiptsIn(store: DumpStore): Promise<Need> {
  const what = 'receipts';
  try {
    const newest = (await store.dumps()).at(-1);
    if (newest === undefined) return { what, state: 'lacking', said: 'they come with the dumps' };
    const damage = await store.receiptDamage(newest);
    if (damage.length === 0) return { what, state: 'there', said: `all that ${newest} lists are beside it` };
    const more = damage.length > 10 ? `, and ${damage.length - 10} more` : '';
    return { what, state: 'lacking', said: `${damage.slice(0, 10).join(', ')}${more}` };
  } catch (error) {
    return { what, state: 'lacking', said: `the object store says ${wordsOf(error as Error)}` };
  }
}

/** Age of a dump in hours, from the time in its name: `finance-20260131T023000Z`. */
function hoursSince(dump: string, now: Date): number {
  const made = dump.replace(/^.*-(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  return Math.round((now.getTime() - Date.parse(made)) / 3_600_000);
}
