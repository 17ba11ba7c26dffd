import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { effort } from '#test/effort.ts';
import { barePicture } from './bare.ts';

const file = (text: string) => Buffer.from(text, 'base64');
// 60 by 40 pixels held on their side, with 47° 22' 33" N in their Exif, as ImageMagick writes them.
const told = {
  jpeg: file(
    '/9j/4QCURXhpZgAATU0AKgAAAAgAAgESAAMAAAABAAYAAIglAAQAAAABAAAAJgAAAAAABAABAAIAAAACTgAAAAACAAUAAAADAAAAXAADAAIAAAACRQAAAAAEAAUAAAADAAAAdAAAAAAAAAAvAAAAAQAAABYAAAABAAAAIQAAAAEAAAAIAAAAAQAAAB4AAAABAAAADAAAAAH/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAoADwDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAMG/8QAFRABAQAAAAAAAAAAAAAAAAAAABL/xAAXAQEBAQEAAAAAAAAAAAAAAAAABgMF/8QAFxEBAQEBAAAAAAAAAAAAAAAAABQCE//aAAwDAQACEQMRAD8AztFI0UxkXNS1FI0USFS1FI0USFS1FI0USFSNFI0UqJE5UtRSNFEhUtRSNFEhUtRSNFEhUjRQKLllwemiigOWTpoooDlk6aKKA5ZOmn//2Q==',
  ),
  png: file(
    'iVBORw0KGgoAAAANSUhEUgAAADwAAAAoCAMAAACVZWnNAAAABGdBTUEAALGPC/xhBQAAACBjSFJNAAB6JgAAgIQAAPoAAACA6AAAdTAAAOpgAAA6mAAAF3CculE8AAAAn1BMVEX6AAr4AQz1AA/wABLuABLrABbpABbkAB7kABzcACbcACTVAC7UAS7LADTKADTEAD7EAT28AUa8AUW2AkywAVCqAVSnAVehAl+WAGyPAHSLAHeGAHuBAH95AIZ5AIVxAI5xAIxrAZdhAJ1bAKZbAKVTAa5TAa1MAbRHAblCAb0+AcA3AccsANEmAdohAd4bAOEUAekOAe8JAfUFAfj///+NODxtAAAAAWJLR0Q0qbHp/QAAAAd0SU1FB+oLHQYCFxvAt+AAAAB1SURBVEiJpcEHAsEAEADBJYhO9E70Xv//N3+4nQGjIFAUSErxlCvxpNV4avV4Gs14Wu14Ot14sl48fYGBwFBgJDAWmAhMBWYCc4GFwHIVz3oTTy6wFdjt4zkc4zkJnAUuAleBm8Bd4CHwFHgJvAU+Al+Bn/AHX8EDwLKwEyAAAACMZVhJZk1NACoAAAAIAAIBEgADAAAAAQAGAACIJQAEAAAAAQAAACYAAAAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAFwAAwACAAAAAkUAAAAABAAFAAAAAwAAAHQAAAAAAAAALwAAAAEAAAAWAAAAAQAAACEAAAABAAAACAAAAAEAAAAeAAAAAQAAAAwAAAABIHf1+gAAACV0RVh0ZGF0ZTpjcmVhdGUAMjAyNi0xMS0yOVQwNjowMjoyMyswMDowMBJyC3UAAAAldEVYdGRhdGU6bW9kaWZ5ADIwMjYtMTEtMjlUMDY6MDI6MjMrMDA6MDBjL7PJAAAAD3RFWHRleGlmOkdQU0luZm8AMzgBZCt0AAAAIXRFWHRleGlmOkdQU0xhdGl0dWRlADQ3LzEsIDIyLzEsIDMzLzGjeL8NAAAAFXRFWHRleGlmOkdQU0xhdGl0dWRlUmVmAE7bPd8rAAAAIXRFWHRleGlmOkdQU0xvbmdpdHVkZQA4LzEsIDMwLzEsIDEyLzHXEoHVAAAAFnRFWHRleGlmOkdQU0xvbmdpdHVkZVJlZgBF30qxSAAAAABJRU5ErkJggg==',
  ),
  webp: file(
    'UklGRioBAABXRUJQVlA4WAoAAAAIAAAAOwAAJwAAVlA4IHgAAACwBACdASo8ACgAPrVSpU0nJKOiJXgLMOAWiWYAzMKMUv8ASdfwZQ6kz4Z1GluAAP7uTDEa2+5etvDN//9Q+f+ofPtT+USDDxInYm+Y6+NmmFbQN7w5c3D8FXu3e91ahLHKKdUbwK7qLIyAcM2WMWLmR5ChJooAAABFWElGjAAAAE1NACoAAAAIAAIBEgADAAAAAQAGAACIJQAEAAAAAQAAACYAAAAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAFwAAwACAAAAAkUAAAAABAAFAAAAAwAAAHQAAAAAAAAALwAAAAEAAAAWAAAAAQAAACEAAAABAAAACAAAAAEAAAAeAAAAAQAAAAwAAAAB',
  ),
};
const moving = file(
  'UklGRuoAAABXRUJQVlA4WAoAAAACAAAAOwAAJwAAQU5JTQYAAAD/////AABBTk1GYAAAAAAAAAAAADsAACcAAMgAAAJWUDggSAAAALADAJ0BKjwAKAA+kUigTCWkIyIiqACwEglnANNSgAAVH70JtMUAAP7upj//gN18W0y//3OB/3OB/3OB/G1BB+9h2uGY9GwAAEFOTUZWAAAAAAAAAAAAOwAAJwAAyAAAAFZQOCA+AAAA1AIAnQEqPAAoAD6RQJhMAioAASCWcAABQm/ZmS8BAAD+9Vi///ucD//ZwP/9nA/jr/9eqWuTo/lpbBwAAABSSUZGVAAAAFdFQlBWUDggSAAAALADAJ0BKjwAKAA+kUigTCWkIyIiqACwEglnANNSgAAVH70JtMUAAP7upj//gN18W0y//3OB/3OB/3OB/G1BB+9h2uGY9GwAAA==',
);
const gif = file(
  'R0lGODlhPAAoAPAAAP8AAAAAACH5BAAUAAAAIf8LTkVUU0NBUEUyLjADAQAAACwAAAAAPAAoAAACMoSPqcvtD6OctNqLs968+w+G4kiW5omm6sq27gvH8kzX9o3n+s73/g8MCofEovGI1BUAACH5BAAUAAAALAAAAAA8ACgAgAAA/wAAAAIyhI+py+0Po5y02ouz3rz7D4biSJbmiabqyrbuC8fyTNf2jef6zvf+DwwKh8Si8YjUFQAAOw==',
);
const SECRET = 'GPS 47.3758 8.5033';
/** The degrees as Exif has them: 47/1, 22/1, 33/1. */
const PLACE = Buffer.from([0, 0, 0, 47, 0, 0, 0, 1, 0, 0, 0, 22]);

test.each(Object.entries(told))('a %s of a phone says no more where it was taken, and stands upright', (_, given) => {
  const hidden = given.includes(PLACE) || given.toString('latin1').includes('0000002f000000010000001600000001');
  expect(hidden, 'the control: the place is in it').toBe(true);
  const bare = barePicture(given)!;
  expect([bare.width, bare.height]).toEqual([40, 60]);
  expect(bare.content.includes(PLACE)).toBe(false);
  expect(bare.content.toString('latin1')).not.toContain('0000002f0000000100000016');
  // Exif of one entry: the orientation, 6.
  expect(bare.content.includes(Buffer.from('4d4d002a00000008000101120003000000010006', 'hex'))).toBe(true);
  // Once bare it stays as it is.
  expect(barePicture(bare.content)!.content.equals(bare.content)).toBe(true);
});

test('what moves goes on moving', () => {
  const bare = barePicture(moving)!;
  expect([bare.type, bare.width, bare.height]).toEqual(['image/webp', 60, 40]);
  expect(bare.content.toString('latin1').split('ANMF').length).toBe(moving.toString('latin1').split('ANMF').length);
  expect(barePicture(gif)!.content.equals(gif)).toBe(true);
});

test('a GIF loses its comments and its XMP, and one that ends without saying so is taken', () => {
  const block = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text), Buffer.from([0])]);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe]), block(SECRET)]);
  const xmp = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), block(SECRET)]);
  const from = 13 + 3 * 2 ** ((gif[10]! & 7) + 1);
  const spoken = Buffer.concat([gif.subarray(0, from), comment, xmp, gif.subarray(from)]);
  expect(barePicture(spoken)!.content.equals(gif)).toBe(true);
  expect(barePicture(gif.subarray(0, -1))!.content.equals(gif)).toBe(true);
});

const u = (bytes: number, value: number) => {
  const number = Buffer.alloc(bytes);
  number.writeUIntBE(value, 0, bytes);
  return number;
};
const box = (name: string, ...parts: Buffer[]) => {
  const inside = Buffer.concat(parts);
  return Buffer.concat([u(4, inside.length + 8), Buffer.from(name, 'latin1'), inside]);
};

/** An AVIF as far as its boxes go: the picture, its Exif after it, its XMP within `meta`. */
function avif(turn: number): Buffer {
  const [still, exif, xmp] = ['picture', `Exif${SECRET}`, `XMP ${SECRET}`].map((text) => Buffer.from(text));
  const item = (id: number, kind: string) => box('infe', u(4, 0x02000000), u(2, id), u(2, 0), Buffer.from(`${kind}\0`));
  const infos = box('iinf', u(4, 0), u(2, 3), item(1, 'av01'), item(2, 'Exif'), item(3, 'mime'));
  const size = (width: number, height: number) => box('ispe', u(4, 0), u(4, width), u(4, height));
  const shape = box('iprp', box('ipco', size(30, 20), size(60, 40), box('irot', u(1, turn))));
  const whole = (start: number) => {
    const at = (id: number, way: number, from: number, length: number) =>
      Buffer.concat([u(2, id), u(2, way), u(2, 0), u(2, 1), u(4, from), u(4, length)]);
    const rows = [
      at(1, 0, start, still!.length),
      at(2, 0, start + still!.length, exif!.length),
      at(3, 1, 0, xmp!.length),
    ];
    const places = box('iloc', u(4, 0x01000000), u(1, 0x44), u(1, 0), u(2, 3), ...rows);
    const meta = box('meta', u(4, 0), infos, places, box('idat', xmp!), shape);
    return [box('ftyp', Buffer.from('avif\0\0\0\0avifmif1')), meta, box('uuid', Buffer.from(SECRET))];
  };
  const before = Buffer.concat(whole(0)).length + 8;
  return Buffer.concat([...whole(before), box('mdat', still!, exif!)]);
}

test('an AVIF keeps its places, with nothing in those that were about it', () => {
  for (const [turn, ...size] of [
    [0, 60, 40],
    [1, 40, 60],
  ] as const) {
    const given = avif(turn);
    expect(given.toString('latin1').split(SECRET)).toHaveLength(4);
    const { content, width, height } = barePicture(given)!;
    expect([width, height]).toEqual(size);
    expect(content).toHaveLength(given.length);
    expect(content.toString('latin1')).not.toMatch(/GPS|XMP|Exif/);
    expect(content.toString('latin1')).toContain('picture');
  }
});

test('cut off anywhere, or with any byte changed, it is a picture or none, and nothing worse', () => {
  for (const given of [...Object.values(told), moving, gif, avif(1)]) {
    for (let at = 0; at < given.length; at++) {
      barePicture(given.subarray(0, at));
      for (const value of [0, 1, 0x7f, 0xff]) {
        const changed = Buffer.from(given);
        changed[at] = value;
        barePicture(changed);
      }
    }
  }
});

test.each([
  ['a JPEG without its end', told.jpeg.subarray(0, -2)],
  ['a JPEG that ends in a marker', told.jpeg.subarray(0, -1)],
  [
    'a JPEG with bytes between its segments',
    Buffer.concat([told.jpeg.subarray(0, 136), u(3, 0), told.jpeg.subarray(136)]),
  ],
  ['a PNG whose text has another sum', changed(told.png, told.png.indexOf('exif:GPSLatitude') + 20)],
])('%s is shown by browsers, and says no more where it was taken', (_, given) => {
  expect(given.includes(PLACE), 'the control: the place is in it').toBe(true);
  const whole = given[0] === 0xff ? told.jpeg : told.png;
  expect(barePicture(given)!.content.equals(barePicture(whole)!.content)).toBe(true);
});

function changed(given: Buffer, at: number): Buffer {
  const other = Buffer.from(given);
  other[at] = other[at]! ^ 0xff;
  return other;
}

/** An AVIF of `iinf` and `iloc` only: so many items, each at so many places. */
const scattered = (infos: Buffer[], items: number, item: Buffer, sizes: number) =>
  Buffer.concat([
    box('ftyp', Buffer.from('avif\0\0\0\0avifmif1')),
    box(
      'meta',
      u(4, 0),
      box('iinf', u(4, 0), u(2, infos.length), ...infos),
      box('iloc', u(4, 0), u(1, sizes), u(1, 0), u(2, items), ...Array<Buffer>(items).fill(item)),
    ),
  ]);

test.each([
  ['places that cost no byte', () => scattered([], 0xffff, Buffer.concat([u(2, 1), u(2, 0), u(2, 0xffff)]), 0)],
  [
    'the whole file named as words about it, again and again',
    () => {
      const exif = box('infe', u(4, 0x02000000), u(2, 1), u(2, 0), Buffer.from('Exif\0'));
      const everything = Buffer.alloc(4 * 0xffff).fill(u(4, 4_000_000));
      const item = Buffer.concat([u(2, 1), u(2, 0), u(2, 0xffff), everything]);
      return Buffer.concat([scattered([exif], 1, item, 0x04), box('mdat', Buffer.alloc(4_000_000))]);
    },
  ],
  [
    'very many chunks',
    () => {
      const chunks = (name: string, count: number) => Buffer.alloc(8 * count).fill(Buffer.from(`${name}\0\0\0\0`));
      const still = told.webp.subarray(told.webp.indexOf('VP8 '), told.webp.indexOf('EXIF'));
      const inside = [Buffer.from('WEBP'), chunks('NONE', 49_000), chunks('ICCP', 49_000), still];
      const body = Buffer.concat(inside);
      const head = Buffer.from('RIFF....');
      head.writeUInt32LE(body.length, 4);
      return Buffer.concat([head, body]);
    },
  ],
])('a file with %s is done with at once', (_, made) => {
  const given = made();
  const spent = effort();
  barePicture(given);
  expect(spent()).toBeLessThan(1_000);
});

const EMPTY_TEXT = Buffer.concat([u(4, 0), Buffer.from('tEXt'), u(4, crc32('tEXt'))]);
const inserted = (given: Buffer, at: number, what: Buffer) =>
  Buffer.concat([given.subarray(0, at), what, given.subarray(at)]);

test.each([
  ['JPEG', (count: number) => inserted(told.jpeg, 136, Buffer.alloc(4 * count).fill(Buffer.from([0xff, 0xdb, 0, 2])))],
  ['PNG', (count: number) => inserted(told.png, 33, Buffer.alloc(12 * count).fill(EMPTY_TEXT))],
  ['GIF', (count: number) => inserted(gif, 19, Buffer.alloc(3 * count).fill(Buffer.from([0x21, 0xf9, 0])))],
  [
    'WebP',
    (count: number) => {
      const given = inserted(told.webp, 30, Buffer.alloc(8 * count).fill(Buffer.from('NONE\0\0\0\0')));
      given.writeUInt32LE(given.length - 8, 4);
      return given;
    },
  ],
  ['AVIF', (count: number) => Buffer.concat([avif(0), Buffer.alloc(8 * count).fill(box('free'))])],
])('a %s of more parts than any picture has is none', (_, made) => {
  expect(barePicture(made(50_000)), 'the control: it is one of many').not.toBeNull();
  expect(barePicture(made(100_001))).toBeNull();
});

test.each(['', 'words', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7', 'GIF89a'])('%j is none', (text) => {
  expect(barePicture(Buffer.from(text))).toBeNull();
});
