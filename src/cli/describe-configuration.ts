import { renderConfigurationPage, renderEnvExample } from '#platform/config/describe-configuration';
import { CONFIG_GROUPS } from '../config-groups';

export function describeConfiguration(form: 'env' | 'page'): () => Promise<void> {
  const render = form === 'env' ? renderEnvExample : renderConfigurationPage;
  return () => {
    process.stdout.write(render(CONFIG_GROUPS));
    return Promise.resolve();
  };
}
