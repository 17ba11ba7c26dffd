/** What is measured: the product's address, and what the JSON floor answers for it. */
export const pages = ['home', 'list', 'thread', 'inbox', 'search', 'reply'] as const;
export type PageName = (typeof pages)[number];

/** All that `npm run bench` can be asked for: `scripts/setup/help.mjs` says what each is. */
export const measurements: readonly string[] = ['walls', 'searches', 'live', 'segments', 'articles', 'help', ...pages];

export const titles: Record<PageName, string> = {
  home: 'home',
  list: 'ticket list',
  thread: 'thread',
  inbox: 'inbox',
  search: 'search',
  reply: 'posting a reply',
};

export const SEARCH = 'invoice osaka';

/** What is looked for: half words, common ones, several together, what one side alone has, what nobody has, and typing errors. */
export const searched = [
  ...['inv', 'invoi', 'invoice', 'invoice address', 'gate', 'gateway warehouse', 'export stops', 'osaka'],
  ...['invoice osaka', 'webhook', 'pay', 'payment terms', 'deliverability', 'delivrability', 'monthly report', 'back'],
  ...['zzqx', 'newsletter subs', 'a', 're', 'review leeds', 'dashboard slow', 'barcode', 'invocie adress'],
];

/** What somebody writes who opens a ticket: with all words in some title or with few, in each language, of common words and of rare ones. */
export const written = [
  ...['How do I change an invoice address', 'Our webhook stopped', 'export readings of a sensor to the monthly report'],
  ...['We need two step verification for the sign in of a colleague', 'Drucken von Lieferscheinen geht nicht'],
  ...['Wo finde ich den Monatsbericht des letzten Jahres', 'le rapport mensuel ne part pas', 'Quokkas everywhere'],
  ...['los albaranes de entrega no aparecen', 'the landing page looks broken since Monday on all phones', 'invoice'],
  ...['Compare delivery notes 4711', 'Modifier une adresse de facturation', 'shipping labels'],
];

/** What the floor process says about itself and the data when it is ready, as one line of JSON. */
export interface FloorReady {
  port: number;
  pid: number;
  /** Session tokens. */
  customer: string;
  agent: string;
  /** Other customers, for live pages: a hundred, or one for every ten pages. */
  others: string[];
  /** A ticket nobody writes in. */
  thread: number;
  /** Tickets of the customer that take replies. */
  open: number[];
  postgres: string;
  tickets: number;
}

export const addressOf = (page: Exclude<PageName, 'reply'>, { thread }: Pick<FloorReady, 'thread'>): string =>
  ({
    home: '/',
    list: '/support',
    thread: `/support/${thread}`,
    inbox: '/inbox',
    search: `/inbox?view=all&q=${encodeURIComponent(SEARCH)}`,
  })[page];

export const sideOf = (page: PageName): 'customer' | 'agent' =>
  page === 'inbox' || page === 'search' ? 'agent' : 'customer';
