import type { Answer } from './api-client';
import { DashboardVisitor } from './dashboard-visitor';
import { filePart } from './form';
import { register } from './people';
import type { Scene } from './scene';
import { LINK_DOORS, type UploadDoor } from './upload-doors';

export interface SentFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A video that goes its way, or the code with which the file was sent away. */
export type Delivered = { readonly videoId: string } | { readonly refused: string };

/** A way in, from the first question to the last answer, taken by somebody new each time. */
export interface Door {
  readonly name: string;
  /** It answers when the file was looked into: what a worker finds behind other doors is refused here. */
  readonly looksInside: boolean;
  deliver(scene: Scene, file: SentFile): Promise<Delivered>;
}

const theForm: Door = {
  name: "the dashboard's form",
  looksInside: true,
  deliver: async (scene, { filename, contentType: type, bytes }) => {
    const visitor = await DashboardVisitor.in(scene);
    const answer = await visitor.send(await visitor.open(), filePart(bytes, { filename, type }));
    return refusalIn(answer) ?? { videoId: answer.json<{ video_id: string }>().video_id };
  },
};

/** Every door that there is. */
export const DOORS: readonly Door[] = [...LINK_DOORS.map(withLinks), theForm];

function withLinks(door: UploadDoor): Door {
  return {
    name: door.name,
    looksInside: false,
    deliver: async (scene, { filename, contentType, bytes }) => {
      const { client } = await register(scene.client);
      const announced = { filename, file_size: bytes.length, content_type: contentType };
      const answer = await door.announce(client, announced);
      const refused = refusalIn(answer);
      if (refused !== null) return refused;
      const upload = door.opened(client, answer);
      await upload.send(bytes);
      return refusalIn(await upload.complete()) ?? { videoId: upload.videoId };
    },
  };
}

function refusalIn(answer: Answer): { readonly refused: string } | null {
  return answer.status < 400 ? null : { refused: answer.json<{ error_code: string }>().error_code };
}
