/** How long what is stored lasts; what is forgotten by age on AWS is deleted by DynamoDB itself, at no cost. */
export interface Ages {
  /** The attribute for what goes with the articles seen at a time, none where articles stay. */
  withArticles(seenAt: Date): { expiresAt?: number };
  /** The attribute for what is of use for so many milliseconds from now. */
  fromNow(milliseconds: number): { expiresAt?: number };
}

const day = 86_400_000;

/** @param keepDays whole days; without it nothing is forgotten */
export function createAges(keepDays: number | undefined): Ages {
  if (keepDays === undefined) return { withArticles: () => ({}), fromNow: () => ({}) };
  return {
    withArticles: (seenAt) => ({ expiresAt: Math.ceil((seenAt.getTime() + keepDays * day) / 1000) }),
    fromNow: (milliseconds) => ({ expiresAt: Math.ceil((Date.now() + milliseconds) / 1000) }),
  };
}
