import type { MidRender } from './mid-render';
import type { RenderSite } from './render-site';

/** What goes wrong while a film is rendered, and what comes of it. */
export interface Fault {
  readonly name: string;
  /** What is done by the program that renders it, in the words of a shell. */
  readonly misdeed?: (site: RenderSite) => string;
  /** Whether this machine lets it be brought about. */
  readonly isPossible?: (site: RenderSite) => boolean;
  readonly strike: (render: MidRender, site: RenderSite) => Promise<void>;
  /** Of the render: those that counted. */
  readonly ends: { readonly attempts: number } | { readonly failed: string };
}

export const ONE_ATTEMPT = { attempts: 1 };
export const ONE_MORE_ATTEMPT = { attempts: 2 };
