/** One line per step on the terminal: a running clock while it works, a tick or a cross and the time when done. */
const interactive = process.stdout.isTTY === true && process.env.CI === undefined;

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** @returns {(mark: string, text: string) => number} ends the line, returns the milliseconds it took */
export function startLine(name, hint = '') {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  let clock;
  if (interactive) {
    const draw = () => process.stdout.write(`\r\x1b[2K  … ${name}${hint}  ${seconds(elapsed())}`);
    draw();
    clock = setInterval(draw, 200);
  } else if (hint !== '') {
    console.log(`  … ${name}${hint}`);
  }
  return (mark, text) => {
    clearInterval(clock);
    if (interactive) process.stdout.write('\r\x1b[2K');
    console.log(`  ${mark} ${name} (${text || seconds(elapsed())})`);
    return elapsed();
  };
}
