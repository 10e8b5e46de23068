import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { judgeState } from '../../lib/stories/state.ts';
import type { StoryState } from '../../lib/stories/story.ts';
import { buildArticle, minutesLater } from '../fixtures/builders.ts';

const silent = 'Check-in computers fail at three airports';

/** The state of a story of outage reports with these headlines, in order of publication. */
function stateOf(...titles: string[]): StoryState | undefined {
  return judgeState(titles.map((title, i) => report(title, '', i)));
}

function report(title: string, summary = '', minutes = 0, overrides: Partial<Article> = {}): Article {
  return buildArticle({ id: `a${minutes}`, title, summary, publishedAt: minutesLater(minutes), ...overrides });
}

describe('a headline says that it is over', () => {
  it.each([
    ...[
      '[RESOLVED] Increased error rates',
      'Lakes-2: Resolved',
      'Completed - database migration',
      'Resolved: login errors',
    ],
    ...['Konkan Bank restores app after 19 hours', 'Services restored after some 8 hours', 'Access to mail restored'],
    ...['Trains resume after signal fault', 'Airline resumes flights', 'Airport flying again', 'Tills back online'],
    ...['Update: network is up and running', 'Border gates reopen', 'Payments back to normal'],
    ...['Réseau rétabli en Bretagne', 'Panne résolue : les caisses fonctionnent', 'Retour à la normale à Roissy'],
    ...['Bank behoben: Störung beim Onlinebanking behoben', 'Netz wiederhergestellt', 'Geldautomaten wieder verfügbar'],
    ...['El servicio se restableció a las seis', 'Servicio restablecido', 'Incidencia resuelta'],
    ...['Serviço restabelecido em Lisboa', 'Problema resolvido', 'Sistema normalizou às seis'],
    ...['Работа банка восстановлена', 'Сбой устранён', 'Аэропорт возобновил работу'],
    ...['支付系统已恢复', '机场系统恢复正常', '全线のシステムが復旧した', '通信障害、復旧しました'],
  ])('%s', (title) => {
    expect(stateOf(silent, title)).toBe('resolved');
  });
});

describe('a headline hopes, or tells of a part', () => {
  it.each([
    ...['Bank hopes to have app restored by Monday', 'Flights to resume on Saturday', 'Flights to be fully restored'],
    ...['Service will be restored tonight, says operator', 'Services partly restored', 'Some flights resume'],
    ...['Trains restored but thousands still stranded', 'Most branches back online', 'Services largely restored'],
    ...['Hours until tills are back online', 'Netz teilweise wiederhergestellt', 'Netz wird wiederhergestellt'],
    ...['Réseau partiellement rétabli', 'Servicio restablecido parcialmente', 'Serviço parcialmente restabelecido'],
    ...['Работа частично восстановлена', '系统逐步恢复正常', '预计周一恢复正常', '一部の路線が復旧した'],
    ...['Monitoring - a fix is in place', 'Monitoring recovery of the Lakes-2 region: monitoring the results'],
  ])('%s', (title) => {
    expect(stateOf(silent, title)).toBe('monitoring');
  });
});

describe('a headline says that it goes on', () => {
  it.each([
    ...['Investigating elevated errors', 'Identified - a bad configuration', 'Update on the network outage'],
    ...['Konkan Bank still down', 'Roll-back under way', 'Outage continues to spread', 'Service not restored'],
    ...[
      "Card payments haven't resumed",
      'Problem not yet resolved',
      'Störung noch nicht behoben',
      'Réseau pas rétabli',
    ],
    ...['Связь не восстановлена', '系统尚未恢复正常', '支付系统仍未恢复'],
  ])('%s', (title) => {
    expect(stateOf(title)).toBe('ongoing');
    expect(stateOf('Tills back online', 'Trains resume', title)).toBe('ongoing');
  });
});

describe('a headline says nothing of the end', () => {
  // The noun tells of work that goes on; the rest only looks like a word for it.
  it.each([
    ...['Восстановление займёт сутки', 'Case unresolved at dawn', 'Wiederherstellung läuft', '復旧のめど立たず'],
    ...['Alarm ausgelöst', 'Restoration teams on their way', 'Résumé of a night without cash'],
  ])('%s', (title) => {
    expect(stateOf(silent, title)).toBe('ongoing');
    expect(stateOf('Tills back online', title)).toBe('resolved');
  });
});

describe('a summary', () => {
  it('that hopes does not end what the headline tells', () => {
    expect(judgeState([report(silent, 'The operator expects that service is restored by noon.')])).toBe('monitoring');
    expect(judgeState([report('Konkan Bank still down', 'It says all will be resolved soon.')])).toBe('ongoing');
  });

  it.each([
    ['Resolved - All services work normally.', 'resolved'],
    ['Jul 19, 06:20 UTC Resolved - This incident has been resolved. Jul 19, 05:00 UTC Monitoring - A fix', 'resolved'],
    ['Jul 19, 05:00 UTC Monitoring - A fix has been implemented.', 'monitoring'],
    ['[Monitoring] We see recovery.', 'monitoring'],
    ['Jul 19, 04:20 UTC Identified - A fix was found. We hope to be back online soon.', 'ongoing'],
    ['Investigating - We are investigating failed storage access.', 'ongoing'],
    ['Update - We are continuing to investigate.', 'ongoing'],
    ['Résolu - Tout fonctionne.', 'resolved'],
    ['Behoben: Alle Dienste laufen.', 'resolved'],
    ['已解决：所有服务正常。', 'resolved'],
    ['Resolved disputes are no matter of this page.', 'monitoring'],
  ] as const)('that begins with %j says so: %s', (summary, state) => {
    expect(judgeState([report(silent), report('Elevated error rates', summary, 1)])).toBe(state);
  });
});

describe('the state of a story', () => {
  it('is ongoing where nothing says otherwise', () => {
    expect(stateOf(silent, 'Queues at check-in')).toBe('ongoing');
  });

  it('is what the status page said last', () => {
    const updates = [
      'Investigating: errors',
      'Identified: bad update',
      'Monitoring: fix deployed',
      'Resolved: all is well',
    ];
    const states = updates.map((_, i) => stateOf(...updates.slice(0, i + 1)));
    expect(states).toEqual(['ongoing', 'ongoing', 'monitoring', 'monitoring']);
    expect(stateOf(...updates, 'Resolved: report follows')).toBe('resolved');
  });

  it('is not resolved by one recovered victim among those that are down', () => {
    expect(stateOf('Banks still down', 'Hospitals still down', 'Airline resumes flights')).toBe('monitoring');
  });

  it('is resolved once most of the latest say so', () => {
    expect(stateOf('Banks still down', 'Airline resumes flights', 'Banks back online')).toBe('resolved');
  });

  it('runs again where the last report says so', () => {
    expect(stateOf('Airline resumes flights', 'Banks back online', 'Network still down after second fault')).toBe(
      'ongoing',
    );
  });

  it.each(['attack', 'vulnerability', 'policy', 'other'] as const)('is none for a story of topic %s', (topic) => {
    expect(judgeState([report('Parliament resumes debate on incident law', '', 0, { topic })])).toBeUndefined();
  });

  it('is none for no articles', () => {
    expect(judgeState([])).toBeUndefined();
  });

  it('is none for a law whose reports recall an outage', () => {
    const law = [0, 1, 2].map((i) => report(`Ministers agree on law ${i}`, '', i, { topic: 'policy' }));
    expect(judgeState([...law, report(silent, '', 3)])).toBeUndefined();
  });

  it('is not ended by opinions about the outage, however many', () => {
    const opinions = [1, 2, 3].map((i) =>
      report(`Lesson ${i}: trust nobody, resolved or not`, '', i, {
        topic: 'policy',
        viewpoints: [{ id: 'resilience', score: 0.9, evidence: ['lesson'] }],
      }),
    );
    expect(judgeState([report(silent), ...opinions])).toBe('ongoing');
  });
});
