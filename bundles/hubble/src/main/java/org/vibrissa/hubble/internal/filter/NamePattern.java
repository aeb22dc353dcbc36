package org.vibrissa.hubble.internal.filter;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names with {@code *} in them, of nodes and of DNS. */
final class NamePattern {
    private static final String ANYTHING = "[-.0-9a-z]*";

    private NamePattern() {}

    /**
     * Reads a pattern of letters, digits, {@code -}, {@code _}, {@code .} and {@code *}.
     *
     * @param whole what the client wrote, for the message
     */
    static Pattern compile(String field, String whole, String pattern) throws FilterRejected {
        String text = pattern.trim().toLowerCase(Locale.ROOT);
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.isEmpty() || text.endsWith(".")) {
            throw new FilterRejected(field, whole, "is no name");
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                regex.append(ANYTHING);
            } else if (c == '.') {
                regex.append("\\.");
            } else if (c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z') {
                regex.append(c);
            } else {
                throw new FilterRejected(
                        field, whole, "\"" + c + "\" may not be in a name; * stands for any part");
            }
        }
        return Pattern.compile(regex.toString());
    }
}
