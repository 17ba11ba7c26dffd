import { MARK } from '../words.ts';

/** Words that were found stand between two signs: they are set in `<mark>`, the rest is text. */
export function Marked({ text }: { text: string }) {
  const [before = '', ...rest] = text.split(MARK.from);
  return (
    <>
      {before}
      {rest.map((part) => {
        const [found = '', ...after] = part.split(MARK.to);
        return (
          <>
            <mark>{found}</mark>
            {after.join('')}
          </>
        );
      })}
    </>
  );
}
