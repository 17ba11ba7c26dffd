import type { XmlDocument, XmlElement, XmlNode } from 'libxml2-wasm';
import { SsoRefused } from '../connection.ts';

export type Libxml = typeof import('libxml2-wasm');

export const NS = {
  p: 'urn:oasis:names:tc:SAML:2.0:protocol',
  a: 'urn:oasis:names:tc:SAML:2.0:assertion',
  m: 'urn:oasis:names:tc:SAML:2.0:metadata',
  d: 'http://www.w3.org/2000/09/xmldsig#',
  e: 'http://www.w3.org/2001/10/xml-exc-c14n#',
};

const DECLARATION = /^\uFEFF?<\?xml\s+version="1\.0"(\s+encoding="utf-8")?(\s+standalone="(yes|no)")?\s*\?>/i;

/**
 * Reads XML that a stranger wrote. Without its declaration it may hold elements and text only: no document type (entities),
 * no comment (which parsers read names around), no instruction, no CDATA. Metadata, which people comment, may have those.
 */
export async function readXml<T>(
  bytes: Uint8Array,
  { comments, mostBytes }: { comments: boolean; mostBytes: number },
  work: (document: XmlDocument, libxml: Libxml) => T,
): Promise<T> {
  if (bytes.length > mostBytes) throw new SsoRefused('unreadable', `the XML has ${bytes.length} bytes`);
  const text = decoded(bytes);
  const body = text.replace(DECLARATION, '');
  const forbidden = comments ? /<!(?!--)/ : /<[!?]/;
  if (forbidden.test(body)) throw new SsoRefused('unreadable', 'the XML holds more than elements and text');
  // Loaded with the first sign-in that needs it: it is a megabyte of WebAssembly.
  const libxml = await import('libxml2-wasm');
  const { ParseOption: option } = libxml;
  const document = parsed(() =>
    libxml.XmlDocument.fromString(text.replace(/^\uFEFF/, ''), {
      option: option.XML_PARSE_NONET | option.XML_PARSE_NO_XXE | option.XML_PARSE_NO_SYS_CATALOG,
    }),
  );
  try {
    if (document.dtd) throw new SsoRefused('unreadable', 'the XML has a document type');
    return work(document, libxml);
  } finally {
    document.dispose();
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SsoRefused('unreadable', 'the XML is not UTF-8', error);
  }
}

function parsed(parse: () => XmlDocument): XmlDocument {
  try {
    return parse();
  } catch (error) {
    throw new SsoRefused('unreadable', 'it is no XML', error);
  }
}

export const all = (node: XmlNode | XmlDocument, path: string): XmlElement[] => node.find(path, NS) as XmlElement[];

/** The only one at a path; none or several are refused. */
export function only(node: XmlNode | XmlDocument, path: string): XmlElement {
  const found = all(node, path);
  if (found.length !== 1) throw new SsoRefused('unreadable', `${found.length} times ${path} instead of once`);
  return found[0]!;
}

export const attributeOf = (element: XmlElement, name: string): string | undefined =>
  element.attr(name)?.value ?? undefined;

/** The text of an element that has nothing but text. */
export function textOf(element: XmlElement): string {
  if (all(element, '*').length > 0) throw new SsoRefused('unreadable', `${element.name} holds more than text`);
  return element.content.trim();
}
