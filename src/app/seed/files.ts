import { type Block, picture } from './picture.ts';

const INK = [
  [248, 249, 252],
  [226, 230, 240],
  [150, 158, 178],
  [60, 66, 88],
  [104, 70, 232],
  [220, 68, 68],
  [245, 158, 11],
  [255, 255, 255],
] as const;

const page: Block[] = [
  [0, 0, 1280, 800, 0],
  [0, 0, 1280, 56, 7],
  [0, 56, 1280, 1, 1],
  [24, 18, 120, 20, 3],
  [1060, 16, 196, 24, 1],
];

/** A list of mails, the first one marked. */
function mailList(): Buffer {
  const lines = Array.from({ length: 9 }, (_, index): Block[] => {
    const y = 96 + index * 74;
    return [
      [40, y, 1200, 62, 7],
      [60, y + 14, 140 + ((index * 53) % 90), 12, 3],
      [60, y + 36, 520 + ((index * 97) % 380), 10, 2],
      [1120, y + 24, 80, 10, 1],
    ];
  }).flat();
  return picture(1280, 800, INK, [...page, ...lines, [40, 96, 6, 62, 5], [1040, 112, 60, 20, 5]]);
}

/** A dashboard whose last columns are missing. */
function dashboard(): Buffer {
  const tiles = [0, 1, 2, 3].flatMap((index): Block[] => [
    [40 + index * 304, 96, 288, 108, 7],
    [60 + index * 304, 116, 90, 10, 2],
    [60 + index * 304, 146, 130, 28, index === 2 ? 5 : 3],
  ]);
  const columns = Array.from({ length: 30 }, (_, index): Block => {
    const height = 90 + ((index * 67) % 170);
    return [72 + index * 38, 700 - height, 24, height, index > 22 ? 1 : 6];
  });
  return picture(1280, 800, INK, [...page, ...tiles, [40, 236, 1200, 500, 7], ...columns, [72, 700, 1130, 1, 2]]);
}

/** A shop's basket, one figure of which is wrong. */
function basket(): Buffer {
  const rows = [0, 1, 2].flatMap((index): Block[] => [
    [40, 110 + index * 150, 760, 130, 7],
    [60, 130 + index * 150, 90, 90, 1],
    [180, 140 + index * 150, 260, 14, 3],
    [180, 170 + index * 150, 160, 10, 2],
    [700, 140 + index * 150, 70, 14, 3],
  ]);
  return picture(1280, 800, INK, [
    ...page,
    ...rows,
    [840, 110, 400, 280, 7],
    [870, 140, 120, 14, 3],
    [870, 250, 340, 48, 4],
    [1120, 200, 90, 16, 5],
  ]);
}

const spf = `; One TXT record for acmerobotics.com, in place of the one that begins with v=spf1
acmerobotics.com.  3600  IN  TXT  "v=spf1 include:_spf.google.com include:mail.northwind.studio -all"
`;

const gateway = `gateway   austin-01            firmware 4.2.1
uplink A  certificate ok       until 2027-11-02
uplink B  certificate replaced last night, old one still loaded
queue     18 204 readings, oldest 15 min
`;

const csv = (head: string, lines: (string | number)[][]): string =>
  `${[head, ...lines.map((line) => line.join(','))].join('\n')}\n`;

/** The attachments of the demo, made when it is: name, and what is in it. */
export const files = {
  'screenshot-0839.png': mailList,
  'austin-dashboard.png': dashboard,
  'basket-in-pounds.png': basket,
  'spf-record.txt': () => spf,
  'gateway-status.txt': () => gateway,
  'redirects.csv': () =>
    csv('from,to,status', [
      ['/products/r5', '/arms/r5', 301],
      ['/products/r7', '/arms/r7', 301],
      ['/company/jobs', '/careers', 301],
      ['/press', '/news', 301],
    ]),
  'devices-reno.csv': () =>
    csv(
      'serial,model,line',
      Array.from({ length: 24 }, (_, index) => [`R7-${20_411 + index * 7}`, 'R7', index % 2 ? 'B' : 'A']),
    ),
  'failed-deliveries.csv': () =>
    csv(
      'time,endpoint,answer',
      Array.from({ length: 40 }, (_, index) => [
        `07:${String(index + 10).padStart(2, '0')}`,
        '/hooks/lumen',
        index % 3 ? '401' : 'timeout',
      ]),
    ),
  'umleitungen.txt': () => 'brightfield.de/shop → shop.brightfield.de\nbrightfield.de/kontakt → /de/kontakt\n',
} satisfies Record<string, () => Buffer | string>;

export type FileName = keyof typeof files;
