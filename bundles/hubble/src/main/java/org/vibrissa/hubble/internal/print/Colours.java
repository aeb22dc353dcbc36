package org.vibrissa.hubble.internal.print;

/** Marks parts of a line for terminals; without colours it returns what it gets. Immutable. */
enum Colours {
    ON,
    OFF;

    private static final String RESET = "\u001b[0m";

    String host(String text) {
        return in("36", text);
    }

    String port(String text) {
        return in("33", text);
    }

    String identity(String text) {
        return in("35", text);
    }

    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("31", text);
    }

    String notable(String text) {
        return in("33", text);
    }

    private String in(String colour, String text) {
        return this == OFF ? text : "\u001b[" + colour + "m" + text + RESET;
    }
}
