/** Addresses that a stranger might type so that Portico looks around in its own network: what the egress guard is tested on. */

/** One or more of every range that is not the public internet. */
export const insideV4 = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.254',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.254',
  '127.0.0.1',
  '127.0.0.53',
  '127.1.2.3',
  '127.255.255.254',
  '169.254.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.17.0.1',
  '172.31.255.254',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.1.1',
  '192.168.255.254',
  '198.18.0.1',
  '198.19.255.254',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
];

export const insideV6 = [
  '::',
  '::1',
  '::2',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'fc00::1',
  'fd00:ec2::254',
  'fdff::1',
  'ff02::1',
  'ff0e::1',
  '100::1',
  '2001::1',
  '2001:2::1',
  '2001:db8::1',
  '2001:10::1',
  '2001:20::1',
  '3fff::1',
  '5f00::1',
  '4000::1',
  '64:ff9b:1::a00:1',
  '1::1',
  '8000::1',
  '2001:4:112::1',
];

/** The ways to write one IPv4 address in an address of the web, alone and in IPv6's clothes. */
export function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, digits = 2) => value.toString(16).padStart(digits, '0');
  const pair = `${hex(a * 256 + b, 4)}:${hex(c * 256 + d, 4)}`;
  return [
    address,
    `${address}.`,
    String(number),
    `0x${hex(number, 8)}`,
    `0${number.toString(8)}`,
    [a, b, c, d].map((part) => `0${part.toString(8).padStart(3, '0')}`).join('.'),
    [a, b, c, d].map((part) => `0x${hex(part)}`).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    // Full-width digits and dots, which an address of the web is normalised from.
    address.replace(/[\d.]/g, (sign) => (sign === '.' ? '。' : String.fromCodePoint(0xff10 + Number(sign)))),
    [...address].map((sign) => (sign === '.' ? sign : `%3${sign}`)).join(''),
    `[::ffff:${address}]`,
    `[::ffff:${pair}]`,
    `[0:0:0:0:0:ffff:${pair}]`,
    `[::${pair}]`,
    `[64:ff9b::${pair}]`,
    `[2002:${pair}::1]`,
    `[::ffff:0:${pair}]`,
  ];
}

/** Names that lead inside, by what a name server says of them. */
export const leadingInside: Record<string, string[]> = {
  'metadata.google.internal': ['169.254.169.254'],
  'localtest.example': ['127.0.0.1'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:10.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'both.example': ['93.184.215.14', '10.0.0.1'],
  'last.example': ['2606:4700::1111', '93.184.215.14', 'fd00::1'],
  'zone.example': ['fe80::1%eth0'],
  'nowhere.example': [],
};

/** Addresses that are wrong by their form, whatever is behind them. */
export const wrongForms = [
  'http://portal.example/',
  'https://user:password@portal.example/',
  'https://portal.example@127.0.0.1/',
  'https://127.0.0.1#@portal.example/',
  'https://127.0.0.1\\@portal.example/',
  'ftp://portal.example/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_INFO',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'blob:https://portal.example/1',
  'unix:/run/x',
  'https://portal.example:22/',
  'https://portal.example:25/',
  'https://portal.example:5432/',
  'https://portal.example:6379/',
  'https://portal.example:80/',
  'https://',
  'https:///',
  '//portal.example/',
  'portal.example',
  '',
  ' ',
  'https://[::1',
  'https://a b/',
  'https://[fe80::1%25eth0]/',
  'https://256.256.256.256/',
  'https://localhost:443\\.portal.example/',
];
