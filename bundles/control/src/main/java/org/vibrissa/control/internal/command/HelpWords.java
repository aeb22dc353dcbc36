package org.vibrissa.control.internal.command;

import java.util.ArrayList;
import java.util.List;

/** {@code help a b} means {@code a b --help}; a client's {@code --node N} in front is skipped. */
final class HelpWords {
    private HelpWords() {}

    static List<String> rewrite(List<String> argv) {
        List<String> words = new ArrayList<>(argv);
        while (!words.isEmpty() && words.get(0).startsWith("--node")) {
            boolean separate = words.get(0).equals("--node");
            words.remove(0);
            if (separate && !words.isEmpty()) {
                words.remove(0);
            }
        }
        if (words.size() > 1 && words.get(0).equals("help")) {
            words.remove(0);
            words.add("--help");
        }
        if (words.equals(List.of("--version"))) {
            return List.of("version");
        }
        return words;
    }

    static boolean rootHelp(List<String> words) {
        return words.size() == 1 && List.of("help", "-h", "--help").contains(words.get(0));
    }
}
