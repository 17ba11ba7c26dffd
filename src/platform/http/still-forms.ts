const PARTS = /<(\/?form|button|input|select|textarea)\b[^>]*>/g;

/**
 * A page whose forms are all there and send nothing: what belongs to a form that posts is disabled, which needs no script, looks
 * it, and is said by screen readers. Forms that only ask (a search, a filter) stay as they are, and so do those marked `data-stays`.
 */
export function stillForms(html: string): string {
  let still = false;
  return html.replace(PARTS, (tag, name: string) => {
    if (name === 'form') {
      still = /\smethod="post"/.test(tag) && !/\sdata-stays[="\s>]/.test(tag);
      return still ? tag.replace('<form', '<form data-still=""') : tag;
    }
    if (name === '/form') {
      still = false;
      return tag;
    }
    // What stands outside its form says which it is; only forms that post have such.
    const stays = !still && !/\sform="/.test(tag);
    if (stays || /\s(disabled|type="hidden")/.test(tag)) return tag;
    return tag.replace(name, `${name} disabled`);
  });
}
