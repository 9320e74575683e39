import { Scene } from '../support/scene';

/** What a page loads, as opposed to what it only links to. */
const LOADED =
  /(?:<script[^>]*\ssrc|<link[^>]*\shref|<img[^>]*\ssrc|@import|\ssrcset)\s*=?\s*["'(]*([^"'\s)>]+)/gi;

describe('the documentation', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open();
  });

  afterAll(() => scene.close());

  const page = (path: string): Promise<Response> => fetch(`${scene.api.baseUrl}${path}`);

  it('is a valid OpenAPI 3.1 document, the same in JSON and YAML', async () => {
    const json = await page('/openapi.json');
    expect(json.headers.get('content-type')).toMatch(/^application\/json/);
    const document = (await json.json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    const yaml = await (await page('/openapi.yaml')).text();
    expect(yaml).toMatch(/^openapi: ["']?3\.1\.0/);
    for (const path of Object.keys(document.paths)) expect(yaml).toContain(`\n  ${path}:`);
  });

  it.each(['/docs', '/redoc'])('%s loads everything that it needs from the app itself', async (path) => {
    const answer = await page(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    const html = await answer.text();
    const loaded = [...html.matchAll(LOADED)].map(([, target = '']) => new URL(target, answer.url));
    expect(loaded.length).toBeGreaterThan(0);
    for (const url of loaded.filter(({ protocol }) => protocol !== 'data:')) {
      expect(url.origin).toBe(scene.api.baseUrl);
      const asset = await fetch(url);
      expect([url.pathname, asset.status]).toEqual([url.pathname, 200]);
      expect(asset.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });

  it.each(['/docs', '/redoc'])('%s may load from nowhere else, even if it tried', async (path) => {
    const policy = (await page(path)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it('gives every operation what a reader needs', () => {
    const { routes } = scene.client.contract;
    const poor = routes.filter((route) => {
      const { summary, description, tags } = route as unknown as Record<string, unknown>;
      return !summary || !description || !Array.isArray(tags) || route.operationId === '';
    });
    expect(poor.map(({ operationId }) => operationId)).toEqual([]);
    const ids = routes.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives an example of every body, and each is valid by its own schema', () => {
    const { contract } = scene.client;
    const faults = contract.routes.flatMap((route) =>
      [route.requestBody, ...Object.values(route.responses)].flatMap((body) =>
        Object.entries(body?.content ?? {}).flatMap(([type, media]) => {
          const examples =
            media.examples === undefined
              ? [media.example]
              : Object.values(media.examples).map(({ value }) => value);
          if (!type.includes('json')) return [];
          return examples
            .map((example) => contract.faultsOf(media.schema, example))
            .filter((fault) => fault !== null);
        }),
      ),
    );
    expect(faults).toEqual([]);
  });
});
