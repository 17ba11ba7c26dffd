import type { Reader } from '#platform/i18n/reader.ts';
import { say } from '../messages.ts';
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

/** A typing error, and the way to what was probably meant. */
export const DidYouMean = ({ reader, query, href }: { reader: Reader; query: string; href: string }) => (
  <p>
    {say.rich(reader, 'meant', {
      query: (
        <a class="link" href={href}>
          {query}
        </a>
      ),
    })}
  </p>
);
