import 'reflect-metadata';
import { FirstAdminAtStart } from '#modules/auth';
import { serveDocumentation } from '#platform/http/openapi/documentation';
import { Addresses } from '#platform/http/server/addresses';
import { createHttpApp } from '#platform/http/server/create-http-app';
import { HttpConfig } from '#platform/http/http.config';
import { stopOnSignals } from '#platform/process/stop-on-signals';
import { startProcess } from '#platform/process/start-process';
import { RedisSuitability } from '#platform/redis/redis-suitability';
import { ApiModule } from './api.module';
import { CONFIG_GROUPS } from './config-groups';
import { describeApi } from './describe-api';

startProcess('api', CONFIG_GROUPS, async ({ configuration, logger }) => {
  const app = await createHttpApp(ApiModule.of(configuration, logger), logger);
  const addresses = app.get(Addresses);
  serveDocumentation(app, describeApi(app, addresses.configured));
  const { port, host, trustedProxies } = app.get(HttpConfig);
  await app.get(RedisSuitability).check();
  await app.init();
  await app.get(FirstAdminAtStart).run();
  await app.listen(port, host);
  const listening = await app.getUrl();
  addresses.noteListening(listening);
  stopOnSignals(app, logger);
  logger.info(
    { address: addresses.publicUrl, listening, trusted_proxies: trustedProxies.texts },
    'api ready',
  );
});
