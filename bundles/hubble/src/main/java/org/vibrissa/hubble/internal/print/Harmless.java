package org.vibrissa.hubble.internal.print;

/** Takes the power over terminals from text of others: names and summaries may hold anything. */
final class Harmless {
    private Harmless() {}

    /** Escape characters become {@code ^[}, carriage returns {@code \r}. */
    static String text(String text) {
        if (text.indexOf('\u001b') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        return text.replace("\u001b", "^[").replace("\r", "\\r");
    }
}
