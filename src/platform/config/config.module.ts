import { Module, type DynamicModule } from '@nestjs/common';
import type { Configuration } from './parse-configuration';

/** Makes every parsed group injectable by its class. */
@Module({})
export class ConfigModule {
  static of(configuration: Configuration): DynamicModule {
    const providers = [...configuration].map(([group, values]) => ({ provide: group, useValue: values }));
    return {
      module: ConfigModule,
      global: true,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
