/** Something that the person at the keyboard can put right: its message is all they need. */
export class Problem extends Error {}
