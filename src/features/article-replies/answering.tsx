import type { Answering } from '#features/tickets/index.ts';
import { IconButton } from '#platform/ui/button.tsx';
import { say } from './messages.ts';
import { countSent } from './sent.ts';

/** In the bar under a reply: the way to the articles, with what is written so far. */
export const articleAnswering: Answering = {
  tool: ({ reader }, ticket) => (
    <IconButton
      type="submit"
      variant="quiet"
      icon="book-open"
      formaction={`/inbox/${ticket.number}/articles`}
      formnovalidate
      data-keeps-words=""
      data-hotkey="mod+shift+k"
      label={say(reader, 'insert')}
      title={say(reader, 'insert')}
    />
  ),
  sent: countSent,
};
