import { dataOf, type ApiClient } from './api-client';
import { play } from './play';
import { runJourney } from './run-journey';

/** Somebody looks through the own videos, plays one, gives it another title, and deletes it. */
async function gallery(client: ApiClient): Promise<object> {
  const pages = await leaf(client);
  const videos = pages.flat();
  const [shown] = videos.filter(({ has_proxy: isPlayable }) => isPlayable);
  if (shown === undefined) throw new Error('there is nothing to play');
  return {
    pages: pages.map((page) => page.map(({ id }) => id)),
    pictures: await Promise.all(
      videos.flatMap(({ thumbnail_url: url }) => (url === null ? [] : [pictureAt(url)])),
    ),
    played: await play(client, shown.id),
    ...(await edit(client, shown.id)),
    ...(await remove(client, shown.id)),
  };
}

async function leaf(client: ApiClient) {
  const pages = [];
  let page = dataOf(await client.GET('/api/v1/videos', { params: { query: { page_size: 2 } } }));
  pages.push(page.videos);
  while (page.next_cursor !== null) {
    const query = { page_size: 2, cursor: page.next_cursor };
    page = dataOf(await client.GET('/api/v1/videos', { params: { query } }));
    pages.push(page.videos);
  }
  return pages;
}

async function pictureAt(url: string): Promise<readonly unknown[]> {
  const picture = await fetch(url);
  const { byteLength } = await picture.arrayBuffer();
  return [picture.status, picture.headers.get('content-type'), byteLength > 0];
}

async function edit(client: ApiClient, id: string): Promise<object> {
  const path = { id };
  const { response } = await client.GET('/api/v1/videos/{id}', { params: { path } });
  const seen = response.headers.get('etag') ?? '';
  const header = { 'If-Match': seen };
  const unchanged = await client.GET('/api/v1/videos/{id}', {
    params: { path, header: { 'If-None-Match': seen } },
  });
  const titled = await client.PATCH('/api/v1/videos/{id}', {
    params: { path, header },
    body: { title: 'North door' },
  });
  const tooLate = await client.PATCH('/api/v1/videos/{id}', {
    params: { path, header },
    body: { title: 'South door' },
  });
  return {
    unchanged: unchanged.response.status,
    title: titled.data?.title,
    tooLate: tooLate.error?.error_code,
  };
}

async function remove(client: ApiClient, id: string): Promise<object> {
  const params = { path: { id } };
  const gone = dataOf(await client.DELETE('/api/v1/videos/{id}', { params }));
  const afterwards = await client.GET('/api/v1/videos/{id}', { params });
  const left = dataOf(await client.GET('/api/v1/videos'));
  return { deleted: gone.video_id, afterwards: afterwards.error?.error_code, left: left.total };
}

runJourney(gallery);
