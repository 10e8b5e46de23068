import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';

/** What the text is written for. */
export interface Terminal {
  /** Columns. */
  width: number;
  color: boolean;
}

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

const minWidth = 40;
/** Longer lines are hard to read on. */
const maxWidth = 110;

/** The columns to write in: those of the terminal, between 40 and 110. */
export function chooseWidth({ width }: Terminal): number {
  return Math.min(maxWidth, Math.max(minWidth, width));
}

/** Paints, or leaves the text alone where there is no colour. */
export function createPaint(color: boolean): Paint {
  return (style, text) => (color && text ? styleText(style, text, { validateStream: false }) : text);
}

/** The text in lines of at most `columns`, broken at spaces, or anywhere where a word alone is too long. */
export function wrapText(text: string, columns: number): string[] {
  return wrapAnsi(text, columns, { hard: true, trim: true }).split('\n');
}

/** The text on one line of at most `columns`, with an ellipsis where something was cut. */
export function fitText(text: string, columns: number): string {
  if (wrapText(text, columns).length === 1) return text;
  return `${wrapText(text, columns - 1)[0] ?? ''}…`;
}
