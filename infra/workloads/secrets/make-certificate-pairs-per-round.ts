import { AUTHORITY } from './certificate-subjects-and-lifetimes.ts';
import type { Holder, IssuedPart } from './declared-value-types.ts';

/**
 * Certificates and keys by holder and round, each made when it is first asked for: one authority a round, which signs the
 * servers of that round.
 */
export function pairsBy<Pair>(make: {
  readonly authority: (round: number) => Pair;
  readonly server: (holder: Holder, round: number, authority: Pair) => Pair;
}): (of: Pick<IssuedPart, 'holder' | 'round'>) => Pair {
  const pairs = new Map<string, Pair>();
  const pairOf = (holder: Holder, round: number): Pair => {
    const name = `${holder.name}.${round}`;
    const known = pairs.get(name);
    if (known !== undefined) return known;
    const pair =
      holder.name === AUTHORITY.name
        ? make.authority(round)
        : make.server(holder, round, pairOf(AUTHORITY, round));
    pairs.set(name, pair);
    return pair;
  };
  return ({ holder, round }) => pairOf(holder, round);
}
