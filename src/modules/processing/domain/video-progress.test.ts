import { asId, newId } from '#kernel/id';
import type { RunView } from './run';
import type { StepView } from './step-view';
import { progressOf, type VideoOutline } from './video-progress';

const NOW = new Date('2026-11-20T12:00:00Z');
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const PROCESSING: VideoOutline = { status: 'processing', error: null };
const BROKEN = { code: 'STALLED', message: 'The work made no progress and was stopped.', permanent: false };

const step = (name: string, changes: Partial<StepView> = {}): StepView => ({
  id: newId(),
  runId: asId('run'),
  videoId: asId('video'),
  name,
  needs: [],
  state: 'waiting',
  attempts: 0,
  maxAttempts: 3,
  progress: 0,
  error: null,
  createdAt: secondsAgo(100),
  dueAt: secondsAgo(100),
  startedAt: null,
  finishedAt: null,
  ...changes,
});
const done = (name: string, from: number, to: number): StepView =>
  step(name, { state: 'done', progress: 1, startedAt: secondsAgo(from), finishedAt: secondsAgo(to) });
const running = (name: string, progress: number, since: number): StepView =>
  step(name, { state: 'running', progress, startedAt: secondsAgo(since), attempts: 1 });
const run = (...steps: StepView[]): RunView => ({
  id: asId('run'),
  version: 1,
  resumptions: 0,
  state: 'active',
  error: null,
  steps,
});

describe('how far a video is', () => {
  it('is nothing before its upload is confirmed, and before a worker came', () => {
    const pending = progressOf({ status: 'pending', error: null }, null, NOW);
    expect(pending).toEqual({
      progress: 0,
      status: 'Waiting for the upload to be completed.',
      stage: 'queued',
      secondsRemaining: null,
      error: null,
    });
    const queued = progressOf(PROCESSING, run(step('ingest', { state: 'due' }), step('publish')), NOW);
    expect(queued).toMatchObject({ progress: 0, stage: 'queued', status: 'Waiting for a worker.' });
  });

  it('counts every step by what it has to do', () => {
    const steps = [done('ingest', 20, 10), running('render', 0.5, 10), step('publish')];
    const { progress, stage } = progressOf(PROCESSING, run(...steps), NOW);
    expect([progress, stage]).toEqual([Math.floor(((10 + 40) / 95) * 100), 'render']);
  });

  it('lets the parts of a long step share its weight', () => {
    const parts = [running('render', 1, 10), running('render', 0, 10)];
    const whole = [running('render', 0.5, 10)];
    const others = [done('ingest', 20, 10), step('publish')];
    const ofParts = progressOf(PROCESSING, run(...others, ...parts), NOW).progress;
    expect(ofParts).toBe(progressOf(PROCESSING, run(...others, ...whole), NOW).progress);
  });

  it('names what has most to do of several steps at once', () => {
    const steps = [done('ingest', 20, 10), running('thumbnail', 0, 5), running('render', 0, 5)];
    expect(progressOf(PROCESSING, run(...steps), NOW).stage).toBe('render');
  });

  it('is a hundred when the video is published, and not before', () => {
    const steps = [done('ingest', 20, 10), done('publish', 10, 5)];
    expect(progressOf(PROCESSING, run(...steps), NOW)).toMatchObject({ progress: 99, stage: 'publish' });
    const completed = progressOf({ status: 'completed', error: null }, run(...steps), NOW);
    expect(completed).toMatchObject({ progress: 100, stage: 'completed', secondsRemaining: 0 });
  });

  it('does not wait for detection', () => {
    const steps = [done('ingest', 20, 10), step('detect', { state: 'due' }), step('publish')];
    const without = steps.filter(({ name }) => name !== 'detect');
    const { progress } = progressOf(PROCESSING, run(...steps), NOW);
    expect(progress).toBe(progressOf(PROCESSING, run(...without), NOW).progress);
  });

  it('keeps what was reached when the video failed, and says why', () => {
    const steps = [done('ingest', 20, 10), step('publish', { state: 'failed', finishedAt: NOW })];
    const failed = progressOf({ status: 'failed', error: BROKEN }, run(...steps), NOW);
    expect(failed).toMatchObject({ progress: 66, stage: 'failed', error: BROKEN, secondsRemaining: null });
  });

  it('says that a video is ready whose next version failed', () => {
    const kept = progressOf({ status: 'completed', error: BROKEN }, run(), NOW);
    expect(kept).toMatchObject({ progress: 100, stage: 'completed', error: BROKEN });
  });

  it('says what it waits for between two attempts', () => {
    const steps = [step('ingest', { state: 'due', attempts: 1, error: BROKEN, startedAt: secondsAgo(5) })];
    const { status, stage } = progressOf(PROCESSING, run(...steps), NOW);
    expect([stage, status]).toEqual(['ingest', `Waiting to try again: ${BROKEN.message}`]);
  });
});

describe('the time that remains', () => {
  const remaining = (...steps: StepView[]) => progressOf(PROCESSING, run(...steps), NOW).secondsRemaining;

  it('follows from the rate so far', () => {
    expect(remaining(running('render', 0.25, 30))).toBe(90);
  });

  it('is not told before there is a rate', () => {
    expect(remaining(running('render', 0.01, 30))).toBeNull();
  });

  it('is not longer because nobody worked on the video for an hour', () => {
    const steps = [done('ingest', 3_610, 3_600), step('publish', { state: 'due' })];
    expect(remaining(...steps)).toBe(5);
  });

  it('counts two steps at once as one time', () => {
    const parts = [running('render', 0.5, 30), running('render', 0.5, 30)];
    expect(remaining(...parts)).toBe(30);
  });
});
