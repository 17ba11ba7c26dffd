import type { Child } from 'hono/jsx';
import type { Crumb } from '../ui/shell.tsx';

/** What a route says about the page it renders: `return c.render(<Thread … />, { title, … })`. */
export interface PageSpec {
  /** Without the workspace's name. */
  title: string;
  /** `app`: navigation and topbar. `door`: the ways in. `public`: a page without a sign-in. */
  layout?: 'app' | 'door' | 'public';
  /** `texts`: something is read or written at length here, by a customer, which has a sheet of its own (app/texts.css). */
  styles?: 'texts';
  /** The id of the navigation entry that is current (app/nav.ts). */
  nav?: string;
  crumbs?: Crumb[];
  /** `panes` fills the window; `open` shows the detail pane on phones. */
  shape?: 'page' | 'panes';
  open?: boolean;
  /** Where its small forms come back to, when that is not its own address. */
  back?: string;
  /** What must change for this page to be fetched again. */
  topics?: string[];
  /** Dialogs and templates at the end of the body. */
  after?: Child;
}

declare module 'hono' {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: Hono merges this interface
    (content: Child, page: PageSpec): Response | Promise<Response>;
  }
}
