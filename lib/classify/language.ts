import { detect } from 'tinyld/light';

/** Languages whose articles the model has learned. */
export const learnedLanguages = ['en', 'es', 'fr', 'de', 'pt', 'ru', 'zh', 'ja'] as const;

/** Scripts that one language of news uses nearly alone; kana before Han, since Japanese has both. */
const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\u3040-\u30ff]/g, 'ja'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Devanagari}/gu, 'hi'],
];

/** Words that hardly occur outside their language, by which a sentence is told at a glance. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the of and to with that was for from is by after as its are will has not were have their who',
  es: 'el los las y del con una por para como más pero según tras sus fue han está este al',
  fr: 'le les des et du une dans est pour qui sur pas avec aux ce sont ont été après plus cette',
  de: 'der die das und den von mit ist im für auf dem ein eine nicht sich auch nach wird sind bei',
  pt: 'o os as e do da dos das em um uma não com para no na foi são ao pelo mais',
  it: 'il lo gli della di che per con una del sono nel alla dei delle è anche dopo più',
  nl: 'het een van en voor niet met zijn aan wordt naar ook bij door dat uit heeft',
};
const languageOfWord = new Map<string, string[]>();
for (const [language, words] of Object.entries(functionWords)) {
  for (const word of words.split(' ')) languageOfWord.set(word, [...(languageOfWord.get(word) ?? []), language]);
}

const latin = /\p{Script=Latin}/gu;

/**
 * The primary language of a text as BCP 47, `und` where nothing tells.
 * The script decides first, then the function words, then `hint` (the feed's own word for it, believed only where the script
 * allows it), and only for what is left a detector, which costs more than the whole classification.
 */
export function detectLanguage(text: string, hint?: string): string {
  const sample = text.slice(0, 400);
  const latinCount = count(sample, latin);
  const stated = hint?.toLowerCase().split(/[-_]/)[0];
  for (const [pattern, language] of scripts) {
    const found = count(sample, pattern);
    // One ideogram says about as much as three Latin letters, and names in Latin letters stand in texts of every script.
    if (found * 3 <= latinCount || found < 2) continue;
    if (language === 'ru' && (stated === 'uk' || stated === 'bg' || stated === 'sr' || stated === 'be')) return stated;
    return language;
  }
  if (latinCount < 2) return 'und';
  const votes = new Map<string, number>();
  for (const [word] of sample.toLowerCase().matchAll(/\p{L}+/gu)) {
    for (const language of languageOfWord.get(word) ?? []) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (first && first[1] >= 2 && first[1] >= 2 * (second?.[1] ?? 0)) return first[0];
  if (stated && stated.length >= 2 && !scripts.some(([, language]) => language === stated)) return stated;
  if (first && first[1] > (second?.[1] ?? 0)) return first[0];
  return detect(sample) || 'und';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
