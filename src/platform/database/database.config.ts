import { configGroup } from '../config/config-group';
import { connectionUrl, wholeNumber } from '../config/kinds';
import { required, withDefault } from '../config/variable';

export class DatabaseConfig extends configGroup('Postgres', {
  url: required(
    'DATABASE_URL',
    connectionUrl(['postgres', 'postgresql'], 'postgres://framegate:password@localhost:5432/framegate'),
    {
      description:
        'The database that is the record of everything. `npm start` runs a private one when this is not given.',
    },
  ),
  poolSize: withDefault('DATABASE_POOL_SIZE', wholeNumber({ min: 2, max: 200, example: 20 }), {
    default: '20',
    description: 'Connections that one process may hold.',
  }),
}) {}
