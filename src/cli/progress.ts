/** How far something long has come: a bar where a person watches, a line now and then where a file does. */
import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

export interface Progress {
  /** Both in the same unit, whichever. */
  show(processed: number, total: number): void;
  /** Takes the bar away, so that a line can be said. */
  end(): void;
}

const LINE_EVERY_MS = 5_000;

export const openProgress = (terminal: Terminal, title: string): Progress =>
  process.stderr.isTTY ? bar(title) : lines(terminal, title);

function bar(title: string): Progress {
  const shown = new SingleBar(
    { stream: process.stderr, format: `${title} [{bar}] {percentage} %`, hideCursor: true, clearOnComplete: false, fps: 10 },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(processed, total) {
      if (!started) shown.start(total, processed);
      else shown.update(processed);
      if (started) shown.setTotal(total);
      started = true;
    },
    end() {
      if (started) shown.stop();
      started = false;
    },
  };
}

function lines(terminal: Terminal, title: string): Progress {
  let last = performance.now();
  return {
    show(processed, total) {
      const now = performance.now();
      if (now - last < LINE_EVERY_MS || total <= 0) return;
      last = now;
      terminal.say(`${title}: ${String(Math.floor((processed / total) * 100))} %`);
    },
    end: () => undefined,
  };
}
