import { dataOf, type ApiClient } from './api-client';
import { play } from './play';
import { runJourney } from './run-journey';

/** A tenant sees and plays what the cameras of the store recorded, and changes nothing. */
async function tenant(client: ApiClient, ...[mall = '', seen = '', unseen = '']: string[]): Promise<object> {
  const { videos } = dataOf(await client.GET('/api/v1/videos', { params: { query: { mall_id: mall } } }));
  const { data: stats } = await client.GET('/api/v1/videos/stats');
  const beside = await client.GET('/api/v1/videos/{id}', { params: { path: { id: unseen } } });
  return {
    listed: videos.map(({ id, pin_name: pin }) => [id, pin]),
    total: stats?.total_videos,
    beside: beside.error?.error_code,
    played: await play(client, seen),
    refusals: await changes(client, seen),
  };
}

async function changes(client: ApiClient, id: string): Promise<(string | undefined)[]> {
  const params = { path: { id } };
  const answers = [
    await client.PATCH('/api/v1/videos/{id}', { params, body: { title: 'Mine' } }),
    await client.DELETE('/api/v1/videos/{id}', { params }),
    await client.POST('/api/v1/videos/{id}/reprocess', { params, body: {} }),
    await client.POST('/api/v1/videos/{id}/revoke-playback', { params }),
  ];
  const bulk = await client.DELETE('/api/v1/videos/bulk', { body: { video_ids: [id] } });
  const ofBulk = bulk.data?.results.map(({ error_code: code }) => code) ?? [];
  return [...answers.map(({ error }) => error?.error_code), ...ofBulk];
}

runJourney(tenant);
