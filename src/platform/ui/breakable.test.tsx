import { expect, test } from 'vitest';
import { Breakable } from './breakable.tsx';

const broken = (text: string) => String(<Breakable text={text} />);

test('long addresses break where their parts begin, and nothing else does', () => {
  expect(broken('acmerobotics.com/contact')).toBe('acmerobotics<wbr/>.com<wbr/>/contact');
  expect(broken('see https://acmerobotics.com/a for more')).toBe(
    'see https:<wbr/>//acmerobotics<wbr/>.com<wbr/>/a for more',
  );
  expect(broken('dana.whitfield@acmerobotics.com')).toBe('dana<wbr/>.whitfield@<wbr/>acmerobotics<wbr/>.com');
  expect(broken('On 29.11.2026. A <b> and 1/2')).toBe('On 29.11.2026. A &lt;b&gt; and 1/2');
  expect(broken('')).toBe('');
});
