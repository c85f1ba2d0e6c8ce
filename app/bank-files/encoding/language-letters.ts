/** Each vowel with each tone. */
const VIETNAMESE = `đ${[...'aăâeêioôơuưy']
  .flatMap((vowel) =>
    ['', ...'\u0300\u0301\u0303\u0309\u0323'].map((tone) => `${vowel}${tone}`.normalize('NFC')),
  )
  .filter((letter) => /[^a-z]/.test(letter))
  .join('')}`;

/**
 * Letters beyond ASCII that texts of a language have, small ones only. A text in a wrong encoding has letters that no
 * one language has together: "Pøíklad" is not Danish, since í is not, and not Czech, since ø is not.
 */
const LETTERS: Readonly<Record<string, string>> = {
  ca: 'àçèéíïòóúü·',
  cs: 'áčďéěíňóřšťúůýž',
  da: 'æøåéäöü',
  de: 'äöüßé',
  es: 'áéíñóúü',
  et: 'äöõüšž',
  fi: 'äöåšž',
  fr: 'àâæçéèêëîïôœùûüÿ',
  hr: 'čćđšž',
  hu: 'áéíóöőúüű',
  is: 'áðéíóúýþæö',
  it: 'àèéìíîòóùú',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņšūž',
  nl: 'áéëíïóöúüè',
  pl: 'ąćęłńóśźż',
  pt: 'áâãàçéêíóôõúü',
  ro: 'ăâîșşțţ',
  sk: 'áäčďéíĺľňóôŕšťúýž',
  sv: 'åäöéü',
  tr: 'çğıöşüâîû',
  vi: VIETNAMESE,
};

/** Languages that have all letters of a text. */
export function coveringLanguages(text: string): readonly string[] {
  const letters = new Set(
    [...text.toLowerCase().normalize('NFC')].filter(
      (letter) => /[^\0-\x7fªºµ]/.test(letter) && /\p{L}/u.test(letter),
    ),
  );
  letters.delete('\u0307'); // İ in small letters is i with this dot
  return Object.keys(LETTERS).filter((language) =>
    [...letters].every((one) => LETTERS[language]?.includes(one)),
  );
}
