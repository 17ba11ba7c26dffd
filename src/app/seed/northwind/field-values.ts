import type { NewField } from '#features/fields/index.ts';
import type { When } from '../clock.ts';

const field = (
  subject: NewField['subject'],
  kind: NewField['kind'],
  label: string,
  german: readonly [label: string, hint?: string, choices?: Record<string, string>],
  more: Partial<NewField> = {},
): NewField => ({
  subject,
  kind,
  label,
  hint: '',
  choices: [],
  customer: 'hidden',
  edits: 'apply',
  required: false,
  at_sign_up: false,
  words: { de: { label: german[0], hint: german[1] ?? '', choices: german[2] ?? {} } },
  ...more,
});

const industries = {
  Manufacturing: 'Industrie',
  Retail: 'Handel',
  Logistics: 'Logistik',
  Health: 'Gesundheit',
  Culture: 'Kultur',
  Software: 'Software',
};
const departments = {
  Marketing: 'Marketing',
  Product: 'Produkt',
  IT: 'IT',
  Finance: 'Finanzen',
  Operations: 'Betrieb',
};
const hours = { Mornings: 'Vormittags', Afternoons: 'Nachmittags', 'Any time': 'Jederzeit' };
const places = { 'Live site': 'Auf der Website', Preview: 'In der Vorschau', Newsletter: 'Im Newsletter' };

/** The fields of the studio, in the order they stand. */
export const definitions: NewField[] = [
  field('account', 'choice', 'Industry', ['Branche', '', industries], { choices: Object.keys(industries) }),
  field('account', 'date', 'Contract ends', ['Vertragsende'], { customer: 'read' }),
  field('account', 'number', 'Hours a month', ['Stunden im Monat', 'Was das Kontingent umfasst.'], {
    customer: 'read',
    hint: 'What the retainer holds.',
  }),
  field('account', 'person', 'When your lead is away', ['Vertretung'], { customer: 'read' }),
  field('account', 'text', 'Invoice address', ['Rechnungsadresse', 'So steht sie auf Ihren Rechnungen.'], {
    customer: 'edit',
    edits: 'approve',
    hint: 'As it should stand on your invoices.',
  }),
  field('account', 'text', 'VAT number', ['Umsatzsteuer-ID'], { customer: 'edit', edits: 'approve' }),
  field('contact', 'choice', 'Department', ['Abteilung', '', departments], {
    choices: Object.keys(departments),
    customer: 'edit',
  }),
  field('contact', 'choice', 'Best reached', ['Am besten erreichbar', '', hours], {
    choices: Object.keys(hours),
    customer: 'edit',
  }),
  field('contact', 'text', 'Good to know', ['Gut zu wissen']),
  field('ticket', 'text', 'Page', ['Seite', 'Die Adresse der Seite, um die es geht.'], {
    customer: 'edit',
    hint: 'The address of the page it is about.',
  }),
  field('ticket', 'choice', 'Where you see it', ['Wo Sie es sehen', '', places], {
    choices: Object.keys(places),
    customer: 'edit',
  }),
];

/** By customer. */
export const accountValues: Record<string, Record<string, string>> = {
  'Acme Robotics': {
    Industry: 'Manufacturing',
    'Contract ends': '2027-06-30',
    'Hours a month': '40',
    'When your lead is away': 'theo',
    'Invoice address': 'Acme Robotics, 1411 Fourth Avenue, Seattle, WA 98101',
  },
  'Harbor & Pine': { Industry: 'Retail', 'Contract ends': '2027-03-31', 'Hours a month': '24' },
  'Kestrel Bikes': { Industry: 'Retail', 'Contract ends': '2027-09-30', 'Hours a month': '32' },
  'Tidewater Labs': { Industry: 'Software', 'Contract ends': '2027-01-31', 'Hours a month': '16' },
  'Brightfield GmbH': { Industry: 'Manufacturing', 'VAT number': 'DE312456789', 'When your lead is away': 'theo' },
  'Solace Health': { Industry: 'Health', 'When your lead is away': 'nora' },
};

/** By the story's name of the person. */
export const contactValues: Record<string, Record<string, string>> = {
  dana: {
    Department: 'Marketing',
    'Best reached': 'Mornings',
    'Good to know': 'Signs off copy herself; send links rather than attachments.',
  },
  luis: { Department: 'Product', 'Best reached': 'Afternoons' },
  grace: { Department: 'Finance', 'Best reached': 'Any time' },
  ines: { Department: 'Operations', 'Best reached': 'Mornings' },
  petra: { Department: 'Marketing', 'Best reached': 'Mornings' },
};

/** By number. */
export const ticketValues: Record<string, { by: string; at: When; values: Record<string, string> }> = {
  '1466': { by: 'luis', at: '3d 14:05', values: { 'Where you see it': 'Newsletter' } },
  '1471': { by: 'dana', at: '2d 11:02', values: { Page: 'acmerobotics.com/careers', 'Where you see it': 'Live site' } },
  '1482': { by: 'dana', at: '5h40m', values: { Page: 'acmerobotics.com/contact', 'Where you see it': 'Live site' } },
  '1485': { by: 'dana', at: '1h20m', values: { Page: 'acmerobotics.com/press', 'Where you see it': 'Live site' } },
};
