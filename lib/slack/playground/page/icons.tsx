import type { ReactNode } from 'react';

const paths = {
  bars: 'M4 7h16M4 12h16M4 17h16',
  bolt: 'M4 14h5l3-7 3 11 2.4-5H20',
  bubble: 'M5 6h14v9h-8l-4 4v-4H5z',
  check: 'M5 12.5l4.5 4.5L19 7',
  chevron: 'M7 10l5 5 5-5',
  clock: 'M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M12 8v4.2l2.8 1.8',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  dots: 'M12 6v.01M12 12v.01M12 18v.01',
  eye: 'M3 12s3.2-6 9-6 9 6 9 6-3.2 6-9 6-9-6-9-6M12 9.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6',
  hash: 'M10 5L8 19M16 5l-2 14M5 9.5h14M5 14.5h14',
  home: 'M4.5 11.5L12 5l7.5 6.5M7 10v9h10v-9',
  lock: 'M7 11h10v8H7zM9 11V8.5a3 3 0 0 1 6 0V11',
  moon: 'M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5',
  send: 'M5 5l15 7-15 7 2.5-7zM7.5 12H14',
  sun: 'M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4',
  warning: 'M12 4.5L20.5 19h-17zM12 10v4M12 16.5v.01',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same; never alone. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

/** The square that stands for somebody: initials for people, the mark of the app for the app. */
export function Avatar({ name, isApp, seed }: { name: string; isApp: boolean; seed: string }): ReactNode {
  if (isApp) {
    return (
      <span className="avatar app">
        <Icon name="bolt" />
      </span>
    );
  }
  const initials = name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .slice(0, 2);
  const tone = Array.from(seed).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 4;
  return (
    <span className={`avatar tone-${tone}`} aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  );
}
