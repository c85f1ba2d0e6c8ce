import type { Sql } from '../../database/connect.ts';

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

    /** A person with a first book of their own, or nothing of either. */
    async add(person: NewPerson): Promise<{ id: string; book: string }> {
      try {
        const [made] = await sql<{ id: string; book: string }[]>`
          select made_person as id, made_book as book from sign_up(${person.email}, ${person.name}, ${person.passwordHash},
            ${person.currency}, ${person.locale}, ${person.timeZone})`;
        if (!made) throw new Error('Postgres returned no person');
        return made;
      } catch (error) {
        const taken = (error as { constraint_name?: string }).constraint_name === 'person_email';
        throw taken ? new EmailTakenError() : error;
      }
    },
  };
}
