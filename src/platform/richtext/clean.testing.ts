import fc from 'fast-check';

const KEPT = [
  '<p>Press <strong>Save</strong>, then go on.</p>',
  '<ul><li>one</li><li>two</li></ul>',
  '<blockquote><p>said</p></blockquote>',
  '<pre><code>x</code></pre>',
  '<h3>Head</h3>',
];
const GOES = [
  '<a name="here"></a>',
  '<a href="javascript:x"></a>',
  '<a href="nowhere"></a>',
  '<img src="https://a.example/x.png">',
];

/** A text in which elements that go stand before and between those that stay, in blocks and inside them; and the one without them. */
export const withWhatGoes = fc
  .array(fc.tuple(fc.option(fc.constantFrom(...GOES), { nil: '' }), fc.constantFrom(...KEPT)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => ({
    html: pieces.map(([goes, kept]) => goes + kept.replace('Press ', `Press ${goes}`)).join(''),
    without: pieces.map(([, kept]) => kept).join(''),
  }));
