import { dataOf, type ApiClient } from './api-client';
import { runJourney } from './run-journey';

/** An admin looks at what failed, whoever it belongs to, and clears away what is older than a date. */
async function admin(client: ApiClient, before: string): Promise<object> {
  const failed = dataOf(
    await client.GET('/api/v1/videos', {
      params: { query: { processing_status: 'failed', sort_by: 'uploaded_at', sort_order: 'asc' } },
    }),
  );
  const reasons = await Promise.all(
    failed.videos.map(async ({ id }) => {
      const { processing_error: reason } = dataOf(
        await client.GET('/api/v1/videos/{id}', { params: { path: { id } } }),
      );
      return [id, reason?.code, reason?.permanent, (reason?.message ?? '') !== ''];
    }),
  );
  const old = dataOf(
    await client.GET('/api/v1/videos', {
      params: { query: { processing_status: 'failed', uploaded_before: before, sort_order: 'asc' } },
    }),
  );
  const { results } = dataOf(
    await client.DELETE('/api/v1/videos/bulk', { body: { video_ids: old.videos.map(({ id }) => id) } }),
  );
  const left = dataOf(
    await client.GET('/api/v1/videos', { params: { query: { processing_status: 'failed' } } }),
  );
  const gone = dataOf(await client.GET('/api/v1/videos', { params: { query: { deleted: true } } }));
  return {
    owners: new Set(failed.videos.map(({ owner_id: owner }) => owner)).size,
    reasons,
    results,
    left: left.videos.map(({ id }) => id),
    gone: gone.videos.map(({ id }) => id).sort(),
  };
}

runJourney(admin);
