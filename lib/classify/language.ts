import { detect } from 'tinyld/light';

/** Code points of scripts that one language of news uses nearly alone: first, last, language. Latin counts for all its languages. */
const ranges: readonly (readonly [first: number, last: number, language: string])[] = [
  [0x0041, 0x024f, 'latin'],
  [0x0370, 0x03ff, 'el'],
  [0x0400, 0x052f, 'ru'],
  [0x0590, 0x05ff, 'he'],
  [0x0600, 0x06ff, 'ar'],
  [0x0900, 0x097f, 'hi'],
  [0x0e00, 0x0e7f, 'th'],
  [0x1e00, 0x1eff, 'latin'],
  [0x3040, 0x30ff, 'ja'],
  [0x3400, 0x9fff, 'zh'],
  [0xac00, 0xd7af, 'ko'],
];
/** In the order in which they decide: Japanese has kana and Han, Chinese Han alone. */
const scriptLanguages = ['ja', 'zh', 'ko', 'ru', 'ar', 'he', 'el', 'th', 'hi'];

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

const cyrillicLanguages = new Set(['uk', 'be', 'bg', 'sr', 'mk', 'kk']);
/** Characters that are looked at. */
const sampleLength = 300;

/**
 * The primary language of a text as BCP 47, `und` where nothing tells.
 * The script decides first, then the function words, then `hint` (the feed's own word for it, believed only where the script
 * allows it), and only for what is left a detector, which costs more than the whole classification.
 */
export function detectLanguage(text: string, hint?: string): string {
  const sample = text.slice(0, sampleLength);
  const counts = countScripts(sample);
  const latinCount = counts.get('latin') ?? 0;
  const stated = /^[a-z]{2,3}(?=$|[-_])/.exec(hint?.toLowerCase() ?? '')?.[0];
  for (const language of scriptLanguages) {
    const found = counts.get(language) ?? 0;
    // One ideogram says about as much as three Latin letters, and names in Latin letters stand in texts of every script.
    if (found < 2 || found * 3 <= latinCount) continue;
    return language === 'ru' && stated && cyrillicLanguages.has(stated) ? stated : language;
  }
  if (latinCount < 2) return 'und';
  const votes = new Map<string, number>();
  for (const [word] of sample.toLowerCase().matchAll(/\p{L}+/gu)) {
    for (const language of languageOfWord.get(word) ?? []) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (first && first[1] >= 2 && first[1] >= 2 * (second?.[1] ?? 0)) return first[0];
  if (stated && !scriptLanguages.includes(stated)) return stated;
  if (first && first[1] > (second?.[1] ?? 0)) return first[0];
  return detect(sample) || 'und';
}

function countScripts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x41) continue;
    const script = ranges.find(([first, last]) => code >= first && code <= last)?.[2];
    if (script) counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  return counts;
}
