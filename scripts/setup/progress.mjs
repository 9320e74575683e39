const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FIRST_PLAIN_LINE_MS = 5_000;
const NEXT_PLAIN_LINE_MS = 30_000;

export function seconds(milliseconds) {
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** Says what is being done and for how long: a moving line on a terminal, a few plain lines anywhere else. */
export class Progress {
  #stream;
  #line = '';
  #underWay = new Set();

  constructor(stream = process.stdout) {
    this.#stream = stream;
    // A terminal that went away must not end the process that still has servers to stop.
    stream.on?.('error', () => {});
  }

  say(text) {
    this.#erase();
    this.#stream.write(`${text}\n`);
    if (this.#line) this.#stream.write(this.#line);
  }

  /** Says so when the work is done, and what it was. */
  async step(title, work) {
    const startedAt = Date.now();
    const result = await this.quietStep(title, work);
    this.say(`✓ ${title} (${seconds(Date.now() - startedAt)})`);
    return result;
  }

  /** Shows the work while it lasts; what it came to is for the caller to say. */
  async quietStep(title, work) {
    const startedAt = Date.now();
    let detail = '';
    const status = () => `${title}${detail ? `: ${detail}` : ''}, ${seconds(Date.now() - startedAt)}`;
    const ticker = this.#stream.isTTY ? this.#spin(status) : this.#plainLines(status);
    try {
      return await work((text) => (detail = text));
    } finally {
      ticker.stop();
    }
  }

  /** One line for all that is under way at once. */
  #spin(status) {
    let frame = 0;
    const draw = () => {
      if (status !== [...this.#underWay][0]) return;
      this.#erase();
      const width = Math.max(20, (this.#stream.columns || 80) - 1);
      const all = [...this.#underWay].map((each) => each()).join(' · ');
      this.#line = `${FRAMES[frame++ % FRAMES.length]} ${all}`.slice(0, width);
      this.#stream.write(this.#line);
    };
    this.#underWay.add(status);
    draw();
    const timer = setInterval(draw, 120);
    return {
      stop: () => {
        clearInterval(timer);
        this.#underWay.delete(status);
        this.#erase();
        this.#line = '';
      },
    };
  }

  #plainLines(status) {
    let timer;
    const again = (delay) => {
      timer = setTimeout(() => {
        this.say(`… ${status()}`);
        again(NEXT_PLAIN_LINE_MS);
      }, delay);
    };
    again(FIRST_PLAIN_LINE_MS);
    return { stop: () => clearTimeout(timer) };
  }

  #erase() {
    if (this.#line) this.#stream.write('\r\u001b[2K');
  }
}
