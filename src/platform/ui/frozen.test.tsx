import { expect, test } from 'vitest';
import { filled, gap, still } from './frozen.ts';

test('a still component is rendered once for each set of props, and shows nobody else’s', () => {
  let rendered = 0;
  const Greeting = still<{ name: string; title?: string | undefined }>('greeting', ({ name, title }) => {
    rendered += 1;
    return (
      <p title={title}>
        Hello {name} &amp; <b>co</b>
      </p>
    );
  });
  const page = (name: string, title?: string) => String(<Greeting name={name} title={title} />);
  expect(page('Dana')).toBe('<p>Hello Dana &amp; <b>co</b></p>');
  expect(page('<script>')).toBe('<p>Hello &lt;script&gt; &amp; <b>co</b></p>');
  expect(page('Dana', '"><script>')).toBe('<p title="&quot;&gt;&lt;script&gt;">Hello Dana &amp; <b>co</b></p>');
  expect(page('Dana')).toBe('<p>Hello Dana &amp; <b>co</b></p>');
  expect(rendered).toBe(3);
});

test('two components with the same props stay apart', () => {
  const One = still<{ n: number }>('one', ({ n }) => <i>{n}</i>);
  const Two = still<{ n: number }>('two', ({ n }) => <b>{n}</b>);
  expect(String(<One n={1} />) + String(<Two n={1} />)).toBe('<i>1</i><b>1</b>');
});

test('a gap takes what is of this page only, as it is and escaped', () => {
  const Form = still<{ label: string }>('form', ({ label }) => (
    <form>
      {gap}
      <button type="submit">{label}</button>
    </form>
  ));
  const token = (value: string) => String(filled(Form({ label: '$& Save' }), <input name="_token" value={value} />));
  expect(token('first')).toBe(
    '<form><input name="_token" value="first"/><button type="submit">$&amp; Save</button></form>',
  );
  expect(token('"$&')).toContain('value="&quot;$&amp;"');
});
