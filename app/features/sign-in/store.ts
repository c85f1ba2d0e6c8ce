import type { Sql } from '../../database/connect.ts';
import { linkHash } from '../../link-token.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** Somebody has signed up with this e-mail already. */
export class EmailTakenError extends Error {}

/** How the password for an e-mail is checked, whether somebody has that e-mail or not. */
export interface Recipe {
  /** The e-mail as Postgres folds it. */
  readonly email: string;
  /** Id of whoever has it. */
  readonly person: string | null;
  /** Algorithm, cost and salt of the stored hash, which itself never leaves the database. */
  readonly recipe: string | null;
  /** Whether the device is one in which that person signed in before. */
  readonly knownDevice: boolean;
}

/** The questions that signing in asks Postgres. */
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
     * A person with a first book of their own; by a link, a member of its book, and the link is used up. All of it or
     * nothing.
     *
     * @param token that of the link @default none
     * @returns undefined when the link is worth nothing
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
                from sign_up_by_invitation(${linkHash(token)}, ${given})`;
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
