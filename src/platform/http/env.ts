import type { AllRead, Look } from '../db/scope.ts';
import type { Platform } from '../platform.ts';
import type { Ctx, Portal, Workspace } from './context.ts';
import type { Form } from './form.ts';

/** A whole answer, as it is given to every visitor. */
export interface KeptPage {
  type: string;
  body: string | Uint8Array<ArrayBuffer>;
  headers?: Readonly<Record<string, string>> | undefined;
  /** What else than the address it depends on. */
  vary?: string | undefined;
  /** Where that is the browser's languages: those it chooses from. */
  languages?: readonly string[] | undefined;
  /** From then on it says something else. */
  until?: Date | null | undefined;
}

/** What middleware has found out about a request by the time a route sees it. */
export interface Env {
  Variables: {
    platform: Platform;
    requestId: string;
    ip: string;
    workspace: Workspace;
    portal: Portal;
    /** The operator has closed this business's portals. */
    closed?: boolean;
    /** The token from the session cookie; empty for a visitor. */
    sessionToken: string;
    /** The token of a look at the portal as somebody else; empty for nearly everybody. */
    viewToken: string;
    /** What became of it, once the scope is open. */
    look?: Look | undefined;
    /** The body of an unsafe request, read before the transaction opened. */
    form: Form;
    /** What was kept of a form of this page was found (`keptDraft`). */
    givenBack?: boolean;
    /** Names of the files that came with it, which are not kept. */
    lostFiles?: string[];
    /** The open scope. Routes get it as their first argument. */
    ctx: Ctx;
    /** Ends what `ctx` may ask, if the request only reads. */
    allRead: AllRead;
    /** The answer was made with all its headers (`answerWith`): to look at them again costs as much as to render a list. */
    whole?: boolean;
    /** Of a page that is the same for every visitor: keeps it for the next one (features/help/kept.ts). */
    keep?: ((page: KeptPage) => Response) | undefined;
    /** While `c.render` can dress a page: the scope is open, and who reads is known. */
    dressed?: boolean;
  };
}
