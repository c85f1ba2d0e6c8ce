import type { Sql } from '../../database/connect.ts';
import { tokenHash } from '../../secret-token.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** The e-mail belongs to an existing account. */
export class EmailTakenError extends Error {}

/** Parameters for checking the password of an e-mail, known or unknown. */
export interface Recipe {
  /** The e-mail as case-folded by Postgres. */
  readonly email: string;
  /** Id of the person with this e-mail, if any. */
  readonly person: string | null;
  /** Algorithm, cost and salt of the stored hash, which itself never leaves the database. */
  readonly recipe: string | null;
  /** True when that person has signed in on the device before. */
  readonly knownDevice: boolean;
}

/** Queries for signing in and up. */
export function peopleStore(sql: Sql) {
  return {
    /** @param device hash of its token, if it has one */
    async recipe(email: string, device: Buffer | undefined): Promise<Recipe> {
      const [row] = await sql<Recipe[]>`
        select folded_email as email, person, recipe, knows_device(person, ${device ?? null}) as "knownDevice"
        from password_recipe(${email})`;
      if (!row) throw new Error('Postgres returned no recipe');
      return row;
    },

    /**
     * Adds a person with a first book of their own; with a link, also as a member of its book, and uses the link up.
     * All or nothing.
     *
     * @param token the link's token @default none
     * @returns undefined when the link is invalid
     * @throws EmailTakenError
     */
    async add(person: NewPerson, token?: string): Promise<{ id: string; book: string } | undefined> {
      const { email, name, passwordHash, currency, locale, timeZone } = person;
      const given = sql`${email}, ${name}, ${passwordHash}, ${currency}, ${locale}, ${timeZone}`;
      try {
        const [made] =
          token === undefined
            ? await sql<Made[]>`select made_person as id, made_book as book from sign_up(${given})`
            : await sql<Made[]>`
                select made_person as id, first_book as book
                from sign_up_by_invitation(${tokenHash(token)}, ${given})`;
        return made?.id ? made : undefined;
      } catch (error) {
        const taken = (error as { constraint_name?: string }).constraint_name === 'person_email';
        throw taken ? new EmailTakenError() : error;
      }
    },
  };
}

interface Made {
  readonly id: string;
  readonly book: string;
}
