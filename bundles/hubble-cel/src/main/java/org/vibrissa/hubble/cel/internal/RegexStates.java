package org.vibrissa.hubble.cel.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many states a regular expression will have, at the most, found without compiling it. For one
 * use.
 */
final class RegexStates {
    /** More than any that is allowed, and far from overflow. */
    private static final long MANY = 1 << 24;

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sum;
    private long last;
    private int at;

    private RegexStates(String regex) {
        this.regex = regex;
    }

    static int of(String regex) {
        return (int) new RegexStates(regex).count();
    }

    private long count() {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '(' -> {
                    outer.push(sum + last);
                    sum = 1;
                    last = 0;
                }
                case ')' -> close();
                case '{' -> repeat();
                case '[' -> {
                    skipClass();
                    add();
                }
                case '\\' -> {
                    at++;
                    add();
                }
                default -> add();
            }
        }
        while (!outer.isEmpty()) {
            close();
        }
        return Math.min(sum + last, MANY);
    }

    private void add() {
        sum += last;
        last = 1;
    }

    private void close() {
        long group = sum + last;
        if (outer.isEmpty()) {
            return;
        }
        sum = outer.pop();
        last = group;
    }

    /** The larger number counts; what is no repetition is text. */
    private void repeat() {
        int end = regex.indexOf('}', at);
        String[] numbers = end < 0 ? new String[0] : regex.substring(at, end).split(",", -1);
        long times = 0;
        for (String number : numbers) {
            if (number.matches("[0-9]{1,9}")) {
                times = Math.max(times, Long.parseLong(number));
            }
        }
        if (times == 0) {
            add();
            return;
        }
        at = end + 1;
        last = Math.min(last * times, MANY);
        sum = Math.min(sum, MANY);
    }

    private void skipClass() {
        // A bracket that comes first is one of the class.
        if (regex.startsWith("^", at)) {
            at++;
        }
        if (regex.startsWith("]", at)) {
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            if (regex.startsWith("[:", at)) {
                int end = regex.indexOf(":]", at);
                at = end < 0 ? regex.length() : end + 1;
            } else if (regex.charAt(at) == '\\') {
                at++;
            }
            at++;
        }
        at++;
    }
}
