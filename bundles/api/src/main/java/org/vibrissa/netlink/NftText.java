package org.vibrissa.netlink;

/** Keeps nft text within the statement it is meant for. */
final class NftText {
    private NftText() {}

    static void identifier(String text) {
        if (!text.matches("[A-Za-z_][A-Za-z0-9_]{0,100}")) {
            throw new IllegalArgumentException("not an nft name: \"" + text + "\"");
        }
    }

    static void hook(String text) {
        if (!text.matches(
                "|type [a-z]+ hook [a-z]+( device \"?[\\w.-]+\"?)? priority [\\w +-]+; ?"
                        + "(policy (accept|drop); ?)?")) {
            throw new IllegalArgumentException("not an nft base chain: \"" + text + "\"");
        }
    }

    static void element(String text) {
        if (!text.matches("[A-Za-z0-9_:./\" .-]+")
                || text.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw new IllegalArgumentException("not an nft set element: \"" + text + "\"");
        }
    }

    /** One statement: no line break or semicolon outside quotes, braces balanced. */
    static void expression(String text) {
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length() && depth >= 0; i++) {
            char c = text.charAt(i);
            if (c < ' ' || (!quoted && (c == ';' || c == '#' || c == '\\'))) {
                depth = -1;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}') {
                depth--;
            }
        }
        if (quoted || depth != 0 || text.isBlank()) {
            throw new IllegalArgumentException("not one nft statement: \"" + text + "\"");
        }
    }
}
