// Importing Turbo puts a <style> with the look of its progress bar into the head. The content security policy blocks
// it and reports a violation on every page, so that one element is swallowed here; the rule is in client.css.
// `settings.ts`, which runs right after Turbo, gives the head its own method back.
const { head } = document;

head.insertBefore = <Inserted extends Node>(node: Inserted, before: Node | null): Inserted =>
  node instanceof HTMLStyleElement ? node : (Node.prototype.insertBefore.call(head, node, before) as Inserted);

export function allowStylesAgain(): void {
  Reflect.deleteProperty(head, 'insertBefore');
}
