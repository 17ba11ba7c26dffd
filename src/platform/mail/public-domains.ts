import providers from 'email-providers/all.json' with { type: 'json' };

/** What the list lacks. */
const MORE = [
  'fastmail.com',
  'hey.com',
  'mailbox.org',
  'posteo.de',
  'tutanota.com',
  'tuta.com',
  'tutamail.com',
  'zoho.com',
];

const everybodys: ReadonlySet<string> = new Set([...providers, ...MORE]);

/** Where anybody gets an address, for money or none: it says of nobody which company they work for. */
export const isPublicMailDomain = (domain: string): boolean => everybodys.has(domain.toLowerCase());

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
