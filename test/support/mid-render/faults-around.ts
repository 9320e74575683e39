import { setTimeout as pause } from 'node:timers/promises';
import { whileAway } from '../while-away';
import { ONE_ATTEMPT, type Fault } from './fault';
import type { MidRender } from './mid-render';

/** Less than what is left of a lease. */
const AWAY_MS = 5_000;
const NO_STORE = ['STORAGE_FULL', 'STORAGE_UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE'];

/** Of servers and disks: the video is not to blame, and no attempt is lost. */
export const FAULTS_AROUND: readonly Fault[] = [
  {
    name: 'F3, Redis dies and comes back with nothing in it: ffmpeg does not notice',
    strike: (render, { surroundings: { redis } }) =>
      untouchedBy(render, async () => {
        await redis.halt();
        await pause(AWAY_MS);
        await redis.start();
      }),
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F4, Postgres is away: ffmpeg does not notice',
    strike: (render, { surroundings: { postgres } }) =>
      untouchedBy(render, () => whileAway([postgres], 'cut', () => pause(AWAY_MS))),
    ends: ONE_ATTEMPT,
  },
  {
    name: 'F5, F6, there is no store for what it makes, or no room in it: it waits, and is tried again',
    isPossible: ({ surroundings }) => surroundings.canLoseStore,
    strike: async (render, site) => {
      await site.surroundings.loseStore();
      await untilItWaits(render, NO_STORE);
      await site.mend();
    },
    ends: ONE_ATTEMPT,
  },
];

async function untouchedBy(render: MidRender, absence: () => Promise<void>): Promise<void> {
  await absence();
  expect(render.goesOn).toBe(true);
}

async function untilItWaits(render: MidRender, codes: readonly string[]): Promise<void> {
  const { error } = await render.untilRow(
    'waits',
    ({ state, error: why }) => state !== 'running' && why !== null,
  );
  expect(codes).toContain(error?.code);
  expect(error?.permanent).toBe(false);
  const line = await render.worker.log.line('step failed', { step: 'render' });
  expect(line).toMatchObject({ outcome: 'hindered' });
}
