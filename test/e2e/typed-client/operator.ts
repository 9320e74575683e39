import { readFile } from 'node:fs/promises';
import { dataOf, type ApiClient } from './api-client';
import { runJourney } from './run-journey';

/** An operator brings the recording of a camera into the mall, finds it, notes something about it and hangs it elsewhere. */
async function operator(
  client: ApiClient,
  file: string,
  ...[mall = '', till = '', hall = '', recordedAt = '']: string[]
): Promise<object> {
  const uploaded = await upload(client, file, { mall_id: mall, pin_id: till, recorded_at: recordedAt });
  const params = { path: { id: uploaded.id } };
  const atTill = await idsOf(client, { mall_id: mall, pin_id: till });
  const noted = dataOf(
    await client.PATCH('/api/v1/videos/{id}', { params, body: { operator_notes: 'A Lost Umbrella' } }),
  );
  const found = await idsOf(client, { search: 'lost umb' });
  const hung = dataOf(await client.PATCH('/api/v1/videos/{id}', { params, body: { pin_id: hall } }));
  const { data: stats } = await client.GET('/api/v1/videos/stats', { params: { query: { mall_id: mall } } });
  return {
    uploaded: { id: uploaded.id, pin: uploaded.pin_name, recordedAt: uploaded.recorded_at },
    atTill,
    notes: noted.operator_notes,
    found,
    hung: hung.pin_name,
    atTillThen: await idsOf(client, { mall_id: mall, pin_id: till }),
    atHallThen: await idsOf(client, { pin_id: hall }),
    total: stats?.total_videos,
    byStatus: stats?.by_status,
    listed: (await idsOf(client, { mall_id: mall })).length,
  };
}

async function upload(
  client: ApiClient,
  file: string,
  place: { mall_id: string; pin_id: string; recorded_at: string },
) {
  const bytes = await readFile(file);
  const announced = { filename: 'till.mp4', file_size: bytes.length, content_type: 'video/mp4' };
  const { video_id, upload_url, headers } = dataOf(
    await client.POST('/api/v1/upload/presigned-url', { body: { ...announced, ...place } }),
  );
  await fetch(upload_url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  return dataOf(await client.POST('/api/v1/videos', { body: { video_id } }));
}

async function idsOf(
  client: ApiClient,
  query: { mall_id?: string; pin_id?: string; search?: string },
): Promise<string[]> {
  const { videos } = dataOf(await client.GET('/api/v1/videos', { params: { query } }));
  return videos.map(({ id }) => id);
}

runJourney(operator);
