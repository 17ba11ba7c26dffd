import type { Mail } from './outbox.ts';

type Part = 'subject' | 'preheader' | 'text' | 'action';

interface More extends Pick<Mail['letter'], 'why' | 'quote' | 'aftertext'> {
  /** Where the button leads. */
  url: string;
  /** The title, when it is not the subject. */
  title?: string;
  /** A second thing to say. */
  also?: string;
}

/** The mail that most are: one thing to say and one button, under its own subject. `said` has each part in the reader's words. */
export function usualMail(
  said: (part: Part) => string,
  { url, title, also, ...more }: More,
): Pick<Mail, 'subject' | 'letter'> {
  const subject = said('subject');
  return {
    subject,
    letter: {
      preheader: said('preheader'),
      title: title ?? subject,
      paragraphs: also ? [said('text'), also] : [said('text')],
      action: { label: said('action'), url },
      ...more,
    },
  };
}
