/** A question that customers ask, with what its answer has to say; [English, German]. No facts: those are the business's own. */
export type Both = readonly [en: string, de: string];

export interface Outline {
  id: string;
  title: Both;
  /** What the answer is made of: each a heading and what to write under it. */
  parts: readonly (readonly [heading: Both, prompt: Both])[];
}

export const presets = ['agency', 'software', 'consulting', 'it', 'property'] as const;
export type Preset = (typeof presets)[number];

const SHORT: Both = ['In short', 'Kurz gesagt'];
const STEPS: Both = ['Step by step', 'Schritt für Schritt'];
const HELP: Both = ['If it does not work', 'Wenn es nicht klappt'];
const SAY_SHORT: Both = [
  'Answer the question in one or two sentences.',
  'Beantworten Sie die Frage in ein, zwei Sätzen.',
];
const SAY_HELP: Both = [
  'Say what goes wrong most often, and where to ask.',
  'Sagen Sie, was am häufigsten schiefgeht und wo man fragt.',
];

/** How something is done: the answer, the steps, and what goes wrong. */
export const how = (id: string, title: Both, steps: Both): Outline => ({
  id,
  title,
  parts: [
    [SHORT, SAY_SHORT],
    [STEPS, steps],
    [HELP, SAY_HELP],
  ],
});

/** What holds: the answer, the details, and exceptions. */
export const what = (id: string, title: Both, details: Both, exceptions: Both): Outline => ({
  id,
  title,
  parts: [
    [SHORT, SAY_SHORT],
    [['The details', 'Im Einzelnen'], details],
    [['Exceptions', 'Ausnahmen'], exceptions],
  ],
});
