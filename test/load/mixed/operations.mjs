/**
 * What users do, and how often of a hundred times. Each is a conversation: it yields requests and is given the answers, so that
 * one description serves every program that can send them. What is yielded as preparation is not what is measured. A caller
 * knows its `videos`, what it `opened` and what it `made` since, the bytes of its `clip`, and how to `pick` one of several.
 */
export const OPERATIONS = {
  list: {
    share: 35,
    *run({ pick }) {
      yield { method: 'GET', path: `/videos?${pick(LISTS)}`, expected: 200 };
    },
  },
  get: {
    share: 30,
    *run({ pick, videos }) {
      yield { method: 'GET', path: `/videos/${pick(videos)}`, expected: 200 };
    },
  },
  urls: {
    share: 15,
    *run({ pick, videos }) {
      yield { method: 'GET', path: `/videos/${pick(videos)}/playback-url`, expected: 200 };
    },
  },
  patch: {
    share: 8,
    *run({ pick, videos }) {
      const json = { title: `Entrance ${pick(NUMBERS)}`, tags: ['entrance', pick(TAGS)] };
      yield { method: 'PATCH', path: `/videos/${pick(videos)}`, json, expected: 200 };
    },
  },
  presign: {
    share: 6,
    *run(caller) {
      caller.opened.push((yield announcement(caller)).json());
    },
  },
  create: {
    share: 3,
    *run(caller) {
      const upload = caller.opened.pop() ?? (yield asPreparation(announcement(caller))).json();
      yield {
        method: 'PUT',
        url: upload.upload_url,
        headers: upload.headers,
        bytes: caller.clip,
        expected: 200,
      };
      yield { method: 'POST', path: '/videos', json: { video_id: upload.video_id }, expected: 201 };
      caller.made.push(upload.video_id);
    },
  },
  delete: {
    share: 3,
    *run(caller) {
      const id = caller.made.pop() ?? (yield asPreparation(announcement(caller))).json().video_id;
      yield { method: 'DELETE', path: `/videos/${id}`, expected: 200 };
    },
  },
};

const LISTS = [
  'page=1',
  'page_size=50',
  'processing_status=completed',
  'limit=20&offset=100',
  'search=camera',
  'sort_by=duration&sort_order=desc',
  'uploaded_after=2024-01-02T00:00:00Z',
];
const TAGS = ['north', 'south', 'night', 'morning'];
const NUMBERS = Array.from({ length: 100 }, (_, number) => number);

function announcement({ clip }) {
  const json = { filename: 'camera.mp4', file_size: clip.byteLength, content_type: 'video/mp4' };
  return { method: 'POST', path: '/upload/presigned-url', json, expected: 201 };
}

function asPreparation(request) {
  return { ...request, isPreparation: true };
}

/** A hundred turns, each operation as often as its share and spread evenly: the same order in every run. */
const TURNS = Object.entries(OPERATIONS)
  .flatMap(([name, { share }]) =>
    Array.from({ length: share }, (_, turn) => ({ name, at: (turn + 0.5) / share })),
  )
  .sort((one, other) => one.at - other.at)
  .map(({ name }) => name);

export function operationOfTurn(turn) {
  return TURNS[turn % TURNS.length];
}

/** A server that more is asked of than it can do may say so, and when to come again. Everything else unexpected is a fault. */
export function isRefusal({ status, retryAfter }) {
  return status === 503 && retryAfter !== undefined;
}
