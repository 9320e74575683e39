import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { KeyRing } from '#platform/secrets/key-ring';
import { ApiKeyReader } from '../ports/api-key-reader';
import { PEPPER_PURPOSE } from '../tokens/peppered-secrets';

/** A wrong SECRET_KEY makes every key look false: whoever starts the service must hear why. */
@Injectable()
export class PeppersAtStart implements OnApplicationBootstrap {
  constructor(
    private readonly peppers: KeyRing,
    private readonly keys: ApiKeyReader,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const [current, ...former] = this.peppers.all(PEPPER_PURPOSE).map(({ id }) => id);
    let [stillFormer, lost] = [0, 0];
    for (const [pepperId, count] of await this.keys.countByPepper()) {
      if (former.includes(pepperId)) stillFormer += count;
      else if (pepperId !== current) lost += count;
    }
    if (stillFormer > 0)
      this.logger.info({ api_keys: stillFormer }, 'api keys still need SECRET_KEY_PREVIOUS');
    if (lost > 0)
      this.logger.warn(
        { api_keys: lost },
        'api keys cannot be verified: they were made with a SECRET_KEY that is not given',
      );
  }
}
