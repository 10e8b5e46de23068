import { topics } from '../../taxonomy.ts';
import type { Readable } from '../features.ts';
import type { LabelledItem } from './corpus.ts';
import type { Verdict } from './evaluate.ts';

/** Always says what most items of the corpus are; no sector and no viewpoint is in more than half of them. */
export function trainMajority(items: readonly LabelledItem[]): (item: Readable) => Verdict {
  const count = (topic: string): number => items.filter((item) => item.topic === topic).length;
  const topic = topics.reduce((best, one) => (count(one) > count(best) ? one : best));
  return () => ({ topic, sectors: [], viewpoints: [] });
}

/** The rules that one writes in an afternoon: the first topic of which a word occurs, every label of which one does. */
const topicRules: Readonly<Record<string, RegExp>> = {
  attack: /\b(?:attack|hack|ransomware|malware|breach|phishing|ddos|espionage|cyberattack|stolen data|extortion)/i,
  vulnerability: /\b(?:vulnerabilit|cve-|zero-day|patch|exploit|advisory|flaw)/i,
  policy:
    /\b(?:law|bill|act|regulat|sanction|treaty|court|fine[ds]?|minister|parliament|commission|ban|un\b|governance)/i,
  outage: /\b(?:outage|down|offline|disrupt|glitch|crash|failure|unavailable|restor)/i,
};
const sectorRules: Readonly<Record<string, RegExp>> = {
  aviation: /\b(?:airline|airport|flight|air traffic)/i,
  rail: /\b(?:rail|train|metro|subway|tram)/i,
  logistics: /\b(?:port|shipping|freight|parcel|truck)/i,
  banking: /\b(?:bank|payment|card|atm|insur)/i,
  markets: /\b(?:stock exchange|trading|clearing|crypto exchange|broker)/i,
  healthcare: /\b(?:hospital|clinic|pharmac|patient|health)/i,
  emergency: /\b(?:911|999|112|police|fire brigade|ambulance)/i,
  government: /\b(?:government|ministry|municipal|council|agency|election)/i,
  defense: /\b(?:army|navy|military|defen[cs]e)/i,
  energy: /\b(?:power grid|electricity|pipeline|oil|gas|nuclear)/i,
  water: /\b(?:water|sewage|dam)\b/i,
  telecom: /\b(?:telecom|mobile network|internet provider|subsea cable|dns|satellite)/i,
  'cloud-it': /\b(?:cloud|data cent|software|windows|server)/i,
  media: /\b(?:broadcast|newspaper|streaming|social network|messag)/i,
  retail: /\b(?:shop|store|retail|restaurant|hotel|casino)/i,
  manufacturing: /\b(?:factory|carmaker|plant|chip)/i,
  food: /\b(?:food|farm|dairy|meat)/i,
  education: /\b(?:school|universit|student|library)/i,
};
const viewRules: Readonly<Record<string, RegExp>> = {
  multilateral: /\b(?:united nations|un\b|treaty|multilateral)/i,
  sovereignty: /\b(?:sovereign|localisation|localization|domestic)/i,
  multistakeholder: /\b(?:multistakeholder|icann|ietf|open internet)/i,
  'industry-led': /\b(?:voluntary|self-regulat|pledge|innovation)/i,
  regulation: /\b(?:fine|liab|mandatory|regulat|law)/i,
  rivalry: /\b(?:sanction|state-sponsored|beijing|moscow|deterrence|export control)/i,
  cooperation: /\b(?:cooperat|joint|exercise|information sharing)/i,
  rights: /\b(?:privacy|censorship|surveillance|free speech|human rights)/i,
  resilience: /\b(?:resilien|redundan|single point|backup|rehears)/i,
};

/** Keyword rules: what an alert service without a model does. They know English. */
export function judgeByKeywords({ title, summary }: Readable): Verdict {
  const text = `${title} ${summary}`;
  const matching = (rules: Readonly<Record<string, RegExp>>): string[] =>
    Object.keys(rules).filter((id) => rules[id]?.test(text));
  const [first] = matching(topicRules);
  const topic = topics.find((id) => id === first) ?? 'other';
  if (topic === 'other') return { topic, sectors: [], viewpoints: [] };
  return { topic, sectors: matching(sectorRules), viewpoints: matching(viewRules) };
}
