/** Cyrillic letters as Latin newspapers write them, as far as consonants go. */
const latinOf: Readonly<Record<string, string>> = {
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ж: 'z',
  з: 'z',
  й: '',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ф: 'f',
  х: 'k',
  ц: 's',
  ч: 's',
  ш: 's',
  щ: 's',
  ґ: 'g',
};
const minConsonants = 3;
const maxConsonants = 5;
const minLetters = 5;

/**
 * What is left of a name across scripts, spellings and case endings: its first consonants, alike ones as one ("Kyivstar" and
 * "Киевстара": kvstr). Empty where too little is left to tell names apart, and for scripts without letters for sounds.
 */
export function reduceToSound(name: string): string {
  const letters = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/['’]s?$/, '')
    .replace(/\p{M}/gu, '');
  if (letters.length < minLetters || !/^[\p{Script=Latin}\p{Script=Cyrillic}]+$/u.test(letters)) return '';
  const consonants = [...letters]
    .map((letter) => latinOf[letter] ?? letter)
    .join('')
    .replace(/sch|sh|ch|tz|ts|cz|zh|z|ß|c(?=[eiy])/g, 's')
    .replace(/ph/g, 'f')
    .replace(/kh|ck|qu?|c|x/g, 'k')
    .replace(/w/g, 'v')
    .replace(/[^bdfgjklmnpqrstv]/g, '')
    .replace(/(.)\1+/g, '$1')
    .slice(0, maxConsonants);
  return consonants.length < minConsonants ? '' : `~${consonants}`;
}
