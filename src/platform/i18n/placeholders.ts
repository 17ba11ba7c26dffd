/**
 * The placeholder names of an ICU message, read from its literal type, so a call that forgets a value
 * does not compile. In ICU a brace opens an argument inside text, and a branch inside a plural or select;
 * every further brace swaps the two, which is all this needs to keep track of.
 * Braces quoted with apostrophes are not understood; word such messages differently.
 */
export type Placeholders<Message extends string> = string extends Message ? string : InText<Message>;

type InText<Rest extends string> = Rest extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${infer Between}`
    ? InBranches<`${Between}{${After}`>
    : Argument<After>
  : never;

type Argument<After extends string> = After extends `${infer Inside}}${infer Tail}`
  ? Inside extends `${infer Name},${infer Style}`
    ? Style extends `${string}{${string}`
      ? Trim<Name> | InBranches<After extends `${string},${infer Branches}` ? Branches : never>
      : Trim<Name> | InText<Tail>
    : Trim<Inside> | InText<Tail>
  : never;

type InBranches<Rest extends string> = Rest extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${infer Between}`
    ? InText<`${Between}{${After}`>
    : InText<After>
  : never;

type Trim<Text extends string> = Text extends ` ${infer Rest}` | `${infer Rest} ` | `\n${infer Rest}`
  ? Trim<Rest>
  : Text;
