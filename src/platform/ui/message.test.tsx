import { expect, test } from 'vitest';
import { Attachment } from './message.tsx';

test('a picture opens beside the thread, where its reader stays; control: any other file is a download', () => {
  const file = { href: '/files/1/a.png', name: 'a.png', type: 'image/png' };
  expect(String(<Attachment {...file} picture />)).toContain('target="_blank"');
  expect(String(<Attachment {...file} />)).not.toContain('target=');
});
