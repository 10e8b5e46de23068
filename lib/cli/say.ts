/**
 * Messages for people go to stderr, so that a pipe carries results alone. They may have several lines; what they quote cannot steer
 * the terminal or reorder their words.
 */
export function say(text: string): void {
  process.stderr.write(`${text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, ' ')}\n`);
}
