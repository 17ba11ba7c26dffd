const ADDRESS = /^(https?:\/\/|www\.)/i;
const MAIL = /^(mailto:)?[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/i;

/**
 * Links in a text. By itself only what somebody writes as an address becomes one: README.md and ASP.NET are names, and the domains of strangers.
 * The server puts no target and no rel of its own.
 */
export const LINKS = {
  openOnClick: false,
  autolink: true,
  defaultProtocol: 'https',
  shouldAutoLink: (written: string) => ADDRESS.test(written) || MAIL.test(written),
  HTMLAttributes: { target: null, rel: null },
};
