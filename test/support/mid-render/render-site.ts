import type { Variables } from '../built-process';
import { makeClip } from '../clips';
import { CrashSite } from '../crash/crash-site';
import { eventually } from '../eventually';
import { FakeFfmpeg, longerBy } from '../fake-ffmpeg';
import type { GivenStore } from '../given-store';
import { readOrEmpty, workingBelow, type ProcessLine } from '../processes';
import { Uploader } from '../uploader';
import { WorkWatch } from '../work-watch';
import { FILM } from './film';
import { MidRender } from './mid-render';
import { ProgressTrail } from './progress-trail';
import { Surroundings } from './surroundings';

/** Silence is noticed within seconds; what is away for less keeps its work. */
const LEASE_SECONDS = 10;
const WORKERS = 2;
/** Of 100 for the whole video: the source is read, and some of it is rendered. */
const SOME_WAY = 24;
const MOST_OF_THE_WAY = 80;
const START_LIMIT_MS = 90_000;
const PROCESSING_LIMIT_MS = 60_000;

/**
 * Two workers on servers and disks of their own, and a film of which every render takes as long as the film itself, on slow
 * machines and on fast ones: time enough for something to go wrong in the middle.
 */
export class RenderSite {
  private films = 0;

  private constructor(
    readonly crash: CrashSite,
    readonly surroundings: Surroundings,
    private readonly fake: FakeFfmpeg,
  ) {}

  static async open(store: GivenStore): Promise<RenderSite> {
    const surroundings = await Surroundings.around(store);
    const fake = await FakeFfmpeg.make();
    const settings = (given: Variables): Variables => ({
      ...fake.variables,
      ...surroundings.settings(given),
      STEP_LEASE_SECONDS: String(LEASE_SECONDS),
      WORKER_REST_SECONDS: '1',
    });
    try {
      const crash = await CrashSite.open(settings, FILM);
      await crash.scene.startWorker();
      return new RenderSite(crash, surroundings, fake);
    } catch (error) {
      await Promise.all([surroundings.close(), fake.remove()]);
      throw error;
    }
  }

  async close(): Promise<void> {
    try {
      await this.crash.close();
    } finally {
      await Promise.all([this.surroundings.close(), this.fake.remove()]);
    }
  }

  get scene(): CrashSite['scene'] {
    return this.crash.scene;
  }

  /** A film that nobody has sent before; `misdeed` is done by the program that renders it, as it begins. */
  async newFilm(misdeed = ''): Promise<Buffer> {
    this.films += 1;
    const film = longerBy(this.films, this.crash.clip);
    const rendering = `case "$*" in *-progress*) ${misdeed}\nset -- -re "$@" ;; esac`;
    await this.fake.misbehave('ffmpeg', film, rendering);
    return film;
  }

  /** Up to the moment when ffmpeg renders it, and is some way on. */
  async untilInMidRender(film: Buffer): Promise<MidRender> {
    const uploader = await Uploader.register(this.scene, film);
    const id = await uploader.upload();
    const trail = new ProgressTrail(uploader.client, id);
    const watch = new WorkWatch(uploader.client);
    const ffmpeg = await eventually(
      'ffmpeg renders, and is some way on',
      async () => {
        const { stage, progress } = await watch.progress(id);
        return stage === 'render' && progress >= SOME_WAY ? this.renderers()[0] : null;
      },
      START_LIMIT_MS,
    );
    expect((await watch.progress(id)).progress).toBeLessThan(MOST_OF_THE_WAY);
    const worker = this.scene.workers.find(({ pid }) => pid === ffmpeg.parent)!;
    return new MidRender({ site: this, uploader, id, film, trail, worker, ffmpeg });
  }

  /** What renders at this moment. */
  renderers(): readonly ProcessLine[] {
    const workers = this.scene.workers.map(({ pid }) => pid);
    const isRendering = ({ pid, parent }: ProcessLine): boolean =>
      workers.includes(parent) && readOrEmpty(`/proc/${String(pid)}/cmdline`).includes('\0-progress\0');
    return workingBelow(this.scene.temporaryFolder).filter(isRendering);
  }

  /** Somebody else's short film goes its way, whatever else goes on. */
  async serveSomebodyElse(): Promise<void> {
    const clip = await makeClip(this.scene.dataFolder);
    const uploader = await Uploader.register(this.scene, clip);
    const id = await uploader.upload();
    expect(await uploader.untilProcessed(id, PROCESSING_LIMIT_MS)).toMatchObject({
      processing_status: 'completed',
    });
  }

  /** As whoever supervises the workers does. */
  async replaceTheDead(): Promise<void> {
    while (this.scene.workers.length < WORKERS) await this.scene.startWorker();
  }

  /** Everything is as it should be, for the next case. */
  async mend(): Promise<void> {
    await this.surroundings.restore();
    await this.replaceTheDead();
  }
}
