import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceToSound } from '../../lib/stories/sound.ts';

describe('the sound of a name', () => {
  it.each([
    ['Kyivstar', 'Киевстар'],
    ['Kyivstar', 'Kiewstar'],
    ['Sberbank', 'Сбербанк'],
    ['Microsoft', 'Майкрософт'],
    ['Rostelecom', 'Ростелеком'],
    ['Cloudflare', 'Клаудфлер'],
    ['Philips', 'Филипс'],
    ['Chelyabinsk', 'Челябинск'],
    ['Tschernobyl', 'Чернобыль'],
    ['Moscow', 'Москва'],
    ['Telefónica', 'Telefonica'],
    ['Québec', 'QUEBEC'],
  ])('is the same for %s and %s', (one, other) => {
    expect(reduceToSound(one)).not.toBe('');
    expect(reduceToSound(other)).toBe(reduceToSound(one));
  });

  it.each([
    ['Сбербанк', 'Сбербанка'],
    ['Киевстар', 'Киевстаром'],
    ['Ostwall', "Ostwall's"],
    ['Ostwall', 'Ostwall’s'],
    ['Lufthansa', 'LUFTHANSA'],
  ])('survives the ending of %s in %s', (name, inflected) => {
    expect(reduceToSound(inflected).slice(0, 4)).toBe(reduceToSound(name).slice(0, 4));
    expect(reduceToSound(name)).not.toBe('');
  });

  it.each([
    ['Sberbank', 'Rostelecom'],
    ['Kyivstar', 'Kievstal'],
    ['Gazprom', 'Газпромбанк'.slice(3)],
    ['Toronto', 'Trident'],
  ])('tells %s and %s apart', (one, other) => {
    expect(reduceToSound(one)).not.toBe(reduceToSound(other));
  });

  it.each([
    ['short', 'Delt'],
    ['almost all vowels', 'Toyota'],
    ['in a script without letters for sounds', '中国银行'],
    ['in a script that it does not know', 'Αθήνα'],
    ['with a figure', 'Windows11'],
    ['with a hyphen', 'Rhein-Main'],
    ['empty', ''],
  ])('is none for a name that is %s: %s', (_, name) => {
    expect(reduceToSound(name)).toBe('');
  });

  it('is none, or a mark and three to five consonants, no two alike in a row, for any text', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-zА-Яа-яß]{5,20}$/));
    fc.assert(
      fc.property(name, (text) => {
        const sound = reduceToSound(text);
        if (sound === '') return;
        expect(sound).toMatch(/^~[bdfgjklmnpqrstv]{3,5}$/);
        expect(sound).not.toMatch(/(.)\1/);
      }),
    );
  });
});
