package org.vibrissa.config;

/**
 * One thing wrong in a configuration source.
 *
 * @param origin {@code <file>:<line>} or the option; where to look. Empty for a value that a call
 *     asked for
 * @param key the key as written; empty when the file could not be read as far as a key
 * @param message what is wrong
 * @param hint what would help, such as the nearest valid key; may be empty
 */
public record Problem(String origin, String key, String message, String hint) {
    /** One line: origin, key, message, hint. */
    @Override
    public String toString() {
        return (origin.isEmpty() ? "" : origin + ": ")
                + (key.isEmpty() ? "" : key + ": ")
                + message
                + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
