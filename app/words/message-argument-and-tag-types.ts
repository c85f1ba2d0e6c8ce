/**
 * Names of the arguments of an ICU message, read from its text by the compiler: `'{count, plural, one {# row} other
 * {{name} has #}}'` gives `'count' | 'name'`. Tags such as `<a>` are not among them: see {@link TagsOf}.
 *
 * Source: https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
export type ArgumentsOf<Message extends string> = InText<Message, []>;

/** Names of the tags of a message: `'Read <a>this</a>'` gives `'a'`. */
export type TagsOf<Message extends string> = Message extends `${string}</${infer Name}>${infer Rest}`
  ? Name | TagsOf<Rest>
  : never;

/** Braces that are open, innermost first: each is the text of an option within an argument. */
type Open = readonly 'option'[];

type InText<Text extends string, Around extends Open> = Text extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}}${string}`
    ? OptionEnd<Text, Around>
    : Argument<Rest, Around>
  : OptionEnd<Text, Around>;

type OptionEnd<Text extends string, Around extends Open> = Around extends readonly [
  'option',
  ...infer Outer extends Open,
]
  ? Text extends `${string}}${infer Rest}`
    ? InArgument<Rest, Outer>
    : never
  : never;

type Argument<Text extends string, Around extends Open> = Text extends `${infer Head}}${infer Rest}`
  ? Head extends `${infer Name},${string}`
    ? Name | (Text extends `${string},${infer Inside}` ? InArgument<Inside, Around> : never)
    : Head | InText<Rest, Around>
  : never;

type InArgument<Text extends string, Around extends Open> = Text extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}}${infer After}`
    ? InText<`${After}{${Rest}`, Around>
    : InText<Rest, ['option', ...Around]>
  : Text extends `${string}}${infer After}`
    ? InText<After, Around>
    : never;
