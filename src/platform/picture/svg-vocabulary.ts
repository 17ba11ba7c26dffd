import { PictureError } from './picture.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What a drawing is made of. Nothing here can run, load, link, move, or draw a part of itself over and over. */
export const ELEMENTS = words(`svg g defs path rect circle ellipse line polyline polygon text tspan linearGradient
  radialGradient stop clipPath mask style`);

/** Says something about the drawing and draws nothing: left out with all that is in it. */
export const BOOKKEEPING = words('title desc metadata');

/** Elements that hold words or rules; elsewhere text draws nothing. */
export const WITH_TEXT = words('text tspan style');

const GEOMETRY = words(`d points x y x1 x2 y1 y2 cx cy r rx ry fx fy fr dx dy width height offset pathLength textLength
  lengthAdjust gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits viewBox
  preserveAspectRatio`);

/** Properties that may stand in an attribute, in `style` or in a rule. */
const LOOKS = words(`fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
  stroke-dasharray stroke-dashoffset stroke-opacity opacity color stop-color stop-opacity clip-path clip-rule mask
  mask-type transform transform-origin transform-box display visibility overflow paint-order vector-effect isolation
  mix-blend-mode color-interpolation color-rendering shape-rendering text-rendering font-family font-size font-weight
  font-style font-variant font-stretch letter-spacing word-spacing text-anchor text-decoration dominant-baseline
  alignment-baseline baseline-shift white-space line-height writing-mode direction`);

/** Written by drawing programs, and without any effect here. */
const IDLE = words(`version baseProfile type x y width height role tabindex focusable lang enable-background fill-color
  color-interpolation-filters image-rendering solid-color solid-opacity text-align shape-padding shape-margin
  font-feature-settings font-variant-ligatures font-variant-caps font-variant-numeric font-variant-position
  font-variant-alternates font-variant-east-asian font-variation-settings text-indent text-transform text-decoration-line
  text-decoration-style text-decoration-color text-orientation block-progression marker`);
const isIdle = (name: string) => IDLE.has(name) || /^(data|aria|-?inkscape|-webkit|-moz)-/.test(name);

const FUNCTIONS = words('rgb rgba hsl hsla matrix translate scale rotate skewX skewY');
const OWN_PART = /url\(\s*(["']?)#([\w.-]+)\1\s*\)/g;
const PLAIN = /^[\p{L}\p{N}\s#.,%+\-'"()_]*$/u;
const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** The attributes of an element as they are kept. Throws a PictureError for one that is not known. */
export function keptAttributes(element: string, given: Record<string, string>): [string, string][] {
  return Object.entries(given).flatMap(([name, value]): [string, string][] => {
    const text = value.trim();
    if (name === 'href' || name === 'xlink:href') return [['href', ownPart(element, text)]];
    if (/^on/i.test(name)) throw new PictureError(`has the attribute ${quoted(name)}, which would run a script`);
    // Another namespace's, or the declaration of one: the only one that is written is SVG's own.
    if (name === 'xmlns' || name.includes(':')) return [];
    if (name === 'id') return NAME.test(text) ? [['id', text]] : [];
    if (name === 'class') return [['class', text.replace(/[^\p{L}\p{N}\s_.-]/gu, '')]];
    if (name === 'style') return text ? [['style', keptDeclarations(text)]] : [];
    if (element === 'svg' && IDLE.has(name)) return [];
    if (GEOMETRY.has(name) || LOOKS.has(name)) return [[name, keptValue(name, value)]];
    if (isIdle(name)) return [];
    throw new PictureError(`has the attribute ${quoted(name)} on <${element}>, which a logo may not have`);
  });
}

/** A gradient may build on another one in the same drawing. Nothing else refers to anything. */
function ownPart(element: string, target: string): string {
  if (/Gradient$/.test(element) && /^#[\w.-]+$/.test(target)) return target;
  throw new PictureError(`has a link on <${element}>: a logo may not lead to or load anything`);
}

/** The declarations of a `style`. */
function keptDeclarations(text: string): string {
  const kept = text.split(';').flatMap((declaration) => {
    if (declaration.trim() === '') return [];
    const [, name = '', value = ''] = /^\s*([\w-]+)\s*:([\s\S]*)$/.exec(declaration) ?? [];
    if (isIdle(name)) return [];
    if (!LOOKS.has(name)) throw new PictureError(`sets ${quoted(declaration.trim())}, which a logo may not do`);
    return [`${name}:${keptValue(name, value.trim())}`];
  });
  return kept.join(';');
}

/** A style sheet of plain rules for classes, ids and elements; anything cleverer is refused. */
export function keptSheet(text: string): string {
  const rules = text.replace(/\/\*[\s\S]*?\*\//g, ' ').split('}');
  if (rules.pop()?.trim() !== '') throw new PictureError('has a style sheet that is not plain rules');
  return rules
    .map((rule) => {
      const [selector = '', declarations, more] = rule.split('{');
      const plain = selector.split(',').every((one) => /^\s*[.#]?[\p{L}_][\p{L}\p{N}_-]*\s*$/u.test(one));
      if (!plain || declarations === undefined || more !== undefined) {
        throw new PictureError('has a style sheet that is not plain rules: save it with presentation attributes');
      }
      return `${selector.trim()}{${keptDeclarations(declarations)}}`;
    })
    .join('');
}

function keptValue(name: string, value: string): string {
  const own = value.replace(OWN_PART, '');
  const calls = [...own.matchAll(/([\w-]*)\s*\(/g)].map(([, called = '']) => called);
  if (PLAIN.test(own) && calls.every((called) => FUNCTIONS.has(called))) return value.replace(OWN_PART, 'url(#$2)');
  throw new PictureError(`has ${quoted(value)} as its ${name}, which a logo may not have`);
}

export const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
