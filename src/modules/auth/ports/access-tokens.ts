import type { SessionOwner } from './session-repository';

export abstract class AccessTokens {
  abstract issue(owner: SessionOwner): Promise<string>;
}
