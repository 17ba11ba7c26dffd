/** What a database of places says of one network. */
export interface PlaceOf {
  /** IPv4, as "203.0.113.0/24". */
  network: string;
  city?: Record<string, string>;
  country: string;
}

/** A database of places, as small as it can be: the MaxMind DB format, with records of 24 bits. */
export function placesFile(places: readonly PlaceOf[], builtAt: Date): Buffer {
  type Node = [Node | number | null, Node | number | null];
  const root: Node = [null, null];
  const data: Buffer[] = [];
  let length = 0;
  for (const { network, city, country } of places) {
    const [address = '', bits = '32'] = network.split('/');
    const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    let node = root;
    for (let bit = 0; bit < Number(bits); bit += 1) {
      const side = Math.floor(value / 2 ** (31 - bit)) % 2 === 1 ? 1 : 0;
      if (bit === Number(bits) - 1) {
        node[side] = length;
        break;
      }
      const next: Node = (node[side] as Node | null) ?? [null, null];
      node[side] = next;
      node = next;
    }
    const entry = encode({ ...(city && { city: { names: city } }), country: { iso_code: country } });
    data.push(entry);
    length += entry.length;
  }
  const nodes = [root];
  for (const node of nodes) nodes.push(...node.filter((one): one is Node => Array.isArray(one)));
  const record = (to: Node | number | null): number =>
    to === null ? nodes.length : typeof to === 'number' ? nodes.length + 16 + to : nodes.indexOf(to);
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [n, [left, right]] of nodes.entries()) {
    tree.writeUIntBE(record(left), n * 6, 3);
    tree.writeUIntBE(record(right), n * 6 + 3, 3);
  }
  const about = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: Math.floor(builtAt.getTime() / 1000),
    database_type: 'Test-City',
    description: { en: 'A few places' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), about]);
}

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(value);
    return Buffer.concat([head(6, 4), four]);
  }
  if (Array.isArray(value)) {
    // A kind above seven is said in a byte of its own.
    return Buffer.concat([Buffer.from([value.length, 11 - 7]), ...value.map(encode)]);
  }
  const entries = Object.entries(value as Record<string, Value>);
  return Buffer.concat([head(7, entries.length), ...entries.flatMap(([name, one]) => [encode(name), encode(one)])]);
}

const head = (kind: number, size: number): Buffer =>
  size < 29 ? Buffer.from([kind * 32 + size]) : Buffer.from([kind * 32 + 29, size - 29]);
