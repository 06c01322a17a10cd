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
