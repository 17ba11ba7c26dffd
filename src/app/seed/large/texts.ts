const openings = [
  'Since this morning the gateway reports readings with a delay of about ten minutes.',
  'Our accounting needs the invoice of last month with the purchase order number on it.',
  'Two colleagues cannot sign in any more, the page says their link has ended.',
  'The export stops after a few thousand rows and the file is not complete.',
  'We would like to move the review to next week because the samples are late.',
  'The colours on the printed brochure differ from what we approved on screen.',
  'A customer found a typing mistake in the second paragraph of the landing page.',
  'After the update the dashboard shows every sensor twice.',
  'Could you add a field for the delivery note to the order form?',
  'The webhook answers with a timeout whenever more than fifty orders arrive at once.',
  'Die Umleitung der alten Adressen funktioniert nicht für die englischen Seiten.',
  'Bitte ändern Sie die Anschrift auf allen künftigen Rechnungen.',
];
const middles = [
  'It happens on every computer here, in two different browsers.',
  'Nothing has changed on our side that I know of.',
  'I have attached what I could find, please tell me if you need more.',
  'We noticed it because a partner called, so others may see it as well.',
  'Before the weekend everything was fine.',
  'The screenshot shows the moment it happened.',
  'As far as I can see only the warehouse in Rotterdam is affected.',
  'Das betrifft alle Kolleginnen im Lager Nürnberg.',
];
const endings = [
  'Can you tell us by when this works again?',
  'Thank you for looking into it.',
  'There is no hurry, next week is fine.',
  'Please call me if something is unclear.',
  'Is there anything we can do meanwhile?',
  'Vielen Dank für Ihre Hilfe.',
];
const things = [
  'Gateway',
  'Invoice',
  'Sign-in',
  'Export',
  'Review',
  'Brochure',
  'Landing page',
  'Dashboard',
  'Order form',
  'Webhook',
];
const troubles = [
  'is late',
  'is missing',
  'fails',
  'needs a change',
  'shows old data',
  'is slow',
  'has a mistake',
  'stopped',
];
const places = [
  'Austin',
  'Reno',
  'Ghent',
  'Porto',
  'Osaka',
  'Nürnberg',
  'Rotterdam',
  'Leeds',
  'Malmö',
  'Denver',
  'Tallinn',
  'Graz',
  'Lyon',
];

const paragraphs = (...texts: string[]): string => texts.map((text) => `<p>${text}</p>`).join('');

/** What people write, as the clean HTML that is stored. */
export const bodies: string[] = openings.flatMap((opening, index) =>
  middles.map((middle, other) => paragraphs(`${opening} ${middle}`, endings[(index + other) % endings.length]!)),
);

export const subjects: string[] = things.flatMap((thing, index) =>
  places.map((place, other) => `${thing} ${troubles[(index * 3 + other) % troubles.length]} in ${place}`),
);

export const firstNames = [
  'Ada',
  'Bruno',
  'Chiara',
  'Devon',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Iris',
  'Jamal',
  'Kaja',
  'Levi',
  'Mina',
];
export const lastNames = [
  'Adler',
  'Brandt',
  'Costa',
  'Duval',
  'Ekström',
  'Fischer',
  'Garcia',
  'Hansen',
  'Ito',
  'Jansen',
  'Kovač',
];
export const companies = [
  'Alder',
  'Beacon',
  'Cobalt',
  'Delta',
  'Ember',
  'Fennel',
  'Granite',
  'Harbor',
  'Indigo',
  'Juniper',
  'Kestrel',
];
export const trades = ['Logistics', 'Foods', 'Optics', 'Textiles', 'Robotics', 'Energy', 'Health', 'Studios', 'Paper'];
