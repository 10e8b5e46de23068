import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../lib/classify/language.ts';

describe('the language of a text', () => {
  it.each([
    ['en', 'Carriers stopped departures on Friday after the update was installed'],
    ['de', 'Die Züge stehen seit dem Morgen, weil der Funk nicht mehr geht'],
    ['fr', 'Les avions sont restés au sol dans plusieurs aéroports du pays'],
    ['es', 'Los trenes pararon tras el fallo del sistema en las estaciones del norte'],
    ['pt', 'Os bancos não abriram ao público e as filas foram longas em São Paulo'],
    ['ru', 'Поезда остановились утром из-за сбоя'],
    ['zh', '全国多地银行系统发生故障'],
    ['ja', 'サーバー障害で全国の店舗が休業した'],
    ['ko', '전국 은행 전산망 장애'],
    ['it', 'Il sistema della banca non funziona da ieri e le file sono lunghe'],
  ])('%s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('takes names in Latin letters for no language of a Chinese text', () => {
    expect(detectLanguage('CrowdStrike 更新导致 Windows 蓝屏，多国航班停飞')).toBe('zh');
  });

  it('believes the feed where the words say nothing', () => {
    expect(detectLanguage('Bagger stoppt Lufthansa', 'de-DE')).toBe('de');
  });

  it('does not believe a feed that names a language of another script', () => {
    expect(detectLanguage('Trains were halted after the signal failed', 'ja')).toBe('en');
    expect(detectLanguage('全国多地银行系统发生故障', 'en')).toBe('zh');
  });

  it('tells Cyrillic languages apart by what the feed says', () => {
    expect(detectLanguage('Потяги зупинилися вранці', 'uk-UA')).toBe('uk');
  });

  it.each(['', '   ', '1234 5678', '🙂🙂', '\u202e\u200b'])('is undetermined for %j', (text) => {
    expect(detectLanguage(text)).toBe('und');
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string(), { nil: undefined }), (text, hint) => {
        expect(detectLanguage(text, hint)).toMatch(/^\S+$/);
      }),
    );
  });
});
