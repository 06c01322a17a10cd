/** @typedef {Record<string, string>} Forms of one sentence, by the language's plural categories; `other` is always there */

/**
 * The form that a language uses for so many things.
 *
 * @param {Forms} forms
 * @param {number} count
 * @param {string} language a BCP 47 tag
 * @returns {string}
 */
export function pluralForm(forms, count, language) {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}

/**
 * The sentence with `{name}` replaced by `values.name`.
 *
 * @param {string} sentence
 * @param {Record<string, unknown>} values
 * @returns {string}
 */
export function fillIn(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
