// Tests of style/: the rules that every style sheet keeps.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

const ROOT = new URL('../../', import.meta.url);
const read = (file) => readFileSync(new URL(file, ROOT), 'utf8');
const LIST = 'style/style.css';
const FILES = readdirSync(new URL('style/', ROOT), { recursive: true })
  .filter((file) => file.endsWith('.css'))
  .map((file) => `style/${file}`)
  .filter((file) => file !== LIST);
const SYMBOLS = 'style/symbols.svg';

const KIB = 1024;
const PHYSICAL = [
  /^\s*((min|max)-)?(width|height)\s*:/,
  /^\s*((margin|padding|border|scroll-margin|scroll-padding)-)?(left|right|top|bottom)(-\w+)*\s*:/,
  /^\s*(text-align|float|clear)\s*:\s*(left|right)\b/,
];

test('the list of style sheets names each once', () => {
  const named = [...read(LIST).matchAll(/^@import "\.\/([^"]+)";$/gm)].map(([, file]) => `style/${file}`);
  assert.deepEqual(named.toSorted(), FILES.toSorted());
});

test('what is said of a side holds in both directions of writing', () => {
  for (const file of FILES) {
    const physical = read(file)
      .split('\n')
      .filter((line) => PHYSICAL.some((pattern) => pattern.test(line)));
    assert.deepEqual(physical, [], file);
  }
});

test('a style sheet fits into a head, and all of them into a few packets', () => {
  for (const file of FILES) {
    assert.ok(read(file).split('\n').length <= 400, `${file} is longer than 400 lines`);
  }
  const size = (files) => brotliCompressSync(files.map(read).join('')).length;
  assert.ok(size(FILES) <= 14 * KIB, `${size(FILES)} bytes of style`);
  assert.ok(size([SYMBOLS]) <= 6 * KIB, `${size([SYMBOLS])} bytes of symbols`);
});

test('each topic and each phase of life has its symbol', () => {
  const symbols = read(SYMBOLS);
  const named = Object.keys(JSON.parse(read('public/locales/de.json')))
    .filter((key) => /^(topic|phase)\./.test(key))
    .map((key) => key.replace('.', '-'));
  assert.ok(named.length > 20);
  assert.deepEqual(named.filter((name) => !symbols.includes(`id="symbol-${name}"`)), []);
});
